"""What `campaign check` tells an officer."""

from config.explain import explain
from config.load import load_campaign
from config.registers import load_register


def test_it_says_what_the_congress_file_means() -> None:
    campaign = load_campaign("congress-2024")
    text = explain(campaign, load_register(campaign.register_))
    for words in (
        "Công văn số 6286/BTP-TCCB ngày 31/10/2024",
        "trước 0h00 Thứ Tư, ngày 20/11/2024, tức đến hết Thứ Ba, ngày 19/11/2024",
        "“chậm nhất trước ngày 20/11/2024”",
        "đến trước 0h00 Thứ Năm, ngày 21/11/2024: để lãnh đạo quyết định",
        "từ ngày 01/01/2020 đến khi nhận được",
        "Mẫu số: 156 đơn vị.",
        "- Sở Tư pháp: 63 đơn vị, tính vào mẫu số.",
        "- Đảng, đoàn thể: 5 đơn vị, không tính vào mẫu số.",
        "- Đơn vị tiếp nhận: 1 đơn vị: Vụ TCCB",
        "tên; chức vụ hoặc đơn vị công tác",
        "tin, bài gửi về banbientap@moj.gov.vn",
        "024.62739564",
    ):
        assert words in text


def test_it_says_so_where_there_is_no_deadline() -> None:
    campaign = load_campaign("congress-2024")
    open_ended = campaign.model_copy(update={"defaults": type(campaign.defaults)()})
    text = explain(open_ended, load_register(campaign.register_))
    assert "không đặt thời hạn" in text
    assert "20/11/2024 (công văn" not in text
