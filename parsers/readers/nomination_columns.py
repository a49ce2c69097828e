"""Which column of a list means what, by its heading: a table of the variants that offices write, then near misses."""

import re
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from parsers.vietnamese.folding import plain

Column = Literal[
    "number",
    "name",
    "collective",
    "either",
    "family_name",
    "given_name",
    "kind",
    "birth",
    "birth_male",
    "birth_female",
    "gender",
    "gender_male",
    "gender_female",
    "position",
    "organisation",
    "position_organisation",
    "name_position",
    "level",
    "field",
    "achievements",
    "awards",
    "ethnicity",
    "religion",
    "party",
    "contact",
    "evidence",
    "note",
    "foreign",
    "title_tick",
    "time",
    "place",
    "picture",
]

_VARIANTS: dict[Column, str] = {
    "number": "stt|tt|so tt|so thu tu|thu tu|no|s tt|so|st t",
    "name": "ho va ten|ho ten|ho ten day du|ho va ten ghi day du|ten ca nhan|ho ten ca nhan|ho va ten ca nhan"
    "|ca nhan|ho va ten nguoi duoc de cu|nguoi duoc de cu"
    "|ca nhan duoc de cu|ho ten nguoi duoc gioi thieu|ca nhan duoc gioi thieu|ten ca nhan dien hinh"
    "|ho va ten ca nhan duoc de cu|ho va ten ca nhan dien hinh|full name|ho ten dien hinh"
    "|ca nhan dien hinh tien tien|ho ten dong chi|dong chi|hoten|guong dien hinh ca nhan"
    "|ten ca nhan duoc de cu|ho ten khai sinh|ho va ten khai sinh|ho ten nguoi duoc de cu",
    "collective": "ten tap the|tap the|ten don vi duoc de cu|don vi duoc de cu|ten tap the duoc de cu"
    "|tap the duoc de cu|tap the duoc gioi thieu|ten tap the dien hinh|tap the dien hinh tien tien"
    "|ten tap the duoc gioi thieu|ten co quan don vi duoc de cu|tap the dien hinh|ten phong don vi",
    "either": "ten tap the ca nhan|tap the ca nhan|ho ten ca nhan ten tap the|ten ca nhan tap the"
    "|ca nhan tap the|ho va ten ten tap the|ten dien hinh|dien hinh tien tien|guong dien hinh"
    "|ho ten tap the ca nhan"
    "|ten tap the ho ten ca nhan|ten tap the ho va ten ca nhan|doi tuong de cu|ten doi tuong"
    "|ten tap the hoac ca nhan|dien hinh|ten guong dien hinh|ten|doi tuong|tap the ca nhan duoc de cu"
    "|nguoi tap the duoc de cu"
    "|tap the hoac ca nhan|ten tap the va ca nhan|tap the va ca nhan|ten tap the ca nhan duoc de cu"
    "|ten tap the ca nhan dien hinh|ho ten ten don vi|ho va ten ten don vi|ho va ten tap the"
    "|ten ca nhan don vi",
    "family_name": "ho|ho va ten dem|ho ten dem|ho chu dem|ho dem|ho va chu dem|ho va dem|ho lot|ho va ten lot",
    "given_name": "ten goi",
    "kind": "loai|phan loai|tap the hay ca nhan|loai hinh|ca nhan hay tap the|loai doi tuong|loai dien hinh"
    "|hinh thuc de cu",
    "birth": "ngay sinh|ngay thang nam sinh|nam sinh|ntns|sinh nam|ngay thang nam sinh|tuoi|nam sinh nam nu"
    "|ngay thang sinh|n sinh|sinh ngay|nam sinh ngay thang|ngay sinh nam sinh|dob|do tuoi",
    "birth_male": "nam sinh nam|ngay sinh nam|nam sinh nam gioi|ngay thang nam sinh nam",
    "birth_female": "nam sinh nu|ngay sinh nu|nam sinh nu gioi|ngay thang nam sinh nu",
    "gender": "gioi tinh|nam nu|gt|phai|gioi",
    "gender_male": "nam|gioi tinh nam|nam gioi",
    "gender_female": "nu|gioi tinh nu|nu gioi",
    "position": "chuc vu|chuc danh|chuc vu chuc danh|chuc danh chuc vu|chuc vu nghe nghiep|nghe nghiep"
    "|chuc vu cong tac|chuc vu hien nay|chuc vu chuc danh nghe nghiep|vi tri cong tac|cv|ngach"
    "|chuc vu ngach"
    "|vi tri viec lam|chuc vu dang chinh quyen|chuc vu dang chinh quyen doan the|chuc danh nghe nghiep"
    "|chuc vu hien tai|cong viec|nhiem vu duoc giao|chuc vu chuc danh hien nay|chuc danh nhiem vu",
    "organisation": "don vi cong tac|don vi|ten don vi|ten co quan don vi|ten co quan|co quan don vi|noi cong tac"
    "|dia chi cong tac|cq cong tac|phong ban|co quan|co quan cong tac|co quan don vi cong tac"
    "|don vi noi cong tac|thuoc don vi|thuoc co quan don vi"
    "|phong ban don vi|dia chi|don vi truc thuoc|truc thuoc|to chuc|don vi chu quan|co quan chu quan"
    "|cq don vi|don vi cong tac hien nay|thuoc|noi cong tac hien nay|phong don vi|dia phuong"
    "|don vi dia phuong|dia ban|phong|ban|khoa|bo phan|phong chuyen mon|phong khoa|ban phong"
    "|phong ban trung tam|phong khoa trung tam",
    "position_organisation": "chuc vu don vi cong tac|chuc vu don vi|chuc vu co quan don vi|chuc vu noi cong tac"
    "|chuc vu co quan cong tac|chuc danh don vi cong tac|chuc vu va don vi cong tac"
    "|chuc vu don vi cong tac hien nay"
    "|chuc vu co quan don vi cong tac|chuc vu va noi cong tac|chuc danh noi cong tac"
    "|chuc vu chuc danh don vi cong tac|chuc vu va don vi|chuc danh chuc vu don vi cong tac"
    "|chuc vu chuc danh don vi|chuc danh don vi"
    "|chuc vu phong ban|don vi chuc vu|don vi cong tac chuc vu|chuc vu cong tac don vi|chuc vu dia chi cong tac",
    "name_position": "ho ten chuc vu|ho va ten chuc vu|ho va ten chuc vu don vi cong tac|ho ten chuc vu don vi"
    "|ho ten chuc vu don vi cong tac|ho va ten chuc vu don vi|ho va ten chuc danh don vi cong tac"
    "|ho ten chuc danh|ho va ten chuc danh|ten tap the ho ten chuc vu don vi cong tac cua ca nhan"
    "|tap the ca nhan chuc vu don vi",
    "level": "cap|cap cong tac|cap tw tinh huyen xa|cap hanh chinh|cap tinh huyen xa|cap don vi|thuoc cap"
    "|cap quan ly|tuyen",
    "field": "linh vuc|linh vuc cong tac|linh vuc de cu|mang|nhom doi tuong|linh vuc hoat dong"
    "|linh vuc chuyen mon|linh vuc gioi thieu|linh vuc tieu bieu|mang cong tac|linh vuc dien hinh"
    "|linh vuc phu trach|nhom linh vuc|linh vuc nhiem vu|mang linh vuc",
    "achievements": "thanh tich tieu bieu|tom tat thanh tich|thanh tich noi bat|thanh tich|noi dung thanh tich"
    "|ket qua noi bat|guong dien hinh ve|thanh tich xuat sac|tom tat thanh tich tieu bieu"
    "|tom tat thanh tich noi bat|thanh tich dat duoc"
    "|thanh tich chinh|ly do de cu|ly do gioi thieu|ly do|noi dung|tom tat|mo ta thanh tich|ket qua"
    "|tom tat ket qua|thanh tich cu the|tom tat thanh tich xuat sac|thanh tich giai doan 2020 2025"
    "|thanh tich giai doan 2020 2024|thanh tich dong gop"
    "|viec lam tieu bieu|nhung dong gop|tom tat noi dung thanh tich|thanh tich tieu bieu noi bat"
    "|tom tat thanh tich dien hinh|thanh tich xuat sac tieu bieu|nhan xet|ket qua thanh tich"
    "|thanh tich ca nhan tap the|noi dung dien hinh|noi dung de cu|mo hinh sang kien|ket qua cong tac"
    "|thanh tich noi troi",
    "awards": "hinh thuc khen thuong da dat|danh hieu da dat duoc|cac hinh thuc khen thuong|khen thuong|dhtd"
    "|htkt|danh hieu td da duoc cong nhan|hinh thuc khen thuong|danh hieu thi dua"
    "|cac hinh thuc da khen thuong|danh hieu|khen thuong da dat"
    "|cac danh hieu hinh thuc khen thuong|danh hieu hinh thuc khen thuong"
    "|cac hinh thuc khen thuong da dat duoc|danh hieu hinh thuc khen thuong da dat duoc"
    "|hinh thuc khen thuong da dat duoc|hinh thuc khen thuong de nghi|hinh thuc de nghi"
    "|de nghi khen thuong",
    "ethnicity": "dan toc|dt",
    "religion": "ton giao|tg",
    "party": "dang vien|dv|ngay vao dang|la dang vien|chinh tri|ngay vao dang chinh thuc",
    "contact": "so dien thoai|sdt|dt lien he|email|dien thoai|lien he|so dien thoai lien he|dia chi email|di dong"
    "|dien thoai di dong|thu dien tu|sdt lien he|so dt",
    "evidence": "link|hinh anh kem theo|video|minh chung|hinh anh|link hinh anh|link video|tai lieu kem theo"
    "|duong dan|link minh chung|video hinh anh|anh video|file dinh kem|tu lieu",
    "note": "ghi chu|gc|dien giai|chu thich|ghi chu khac",
    "foreign": "so phong|phong nghi|phong o|bien so xe|phuong tien|ngay den|ngay di|chu ky|ky ten|ky nhan"
    "|so tai khoan|thanh tien|don gia|so tien|ma so thue|diem|diem thi|so bao danh|sbd|ket qua thi"
    "|xep loai|he so|bac luong|cmnd|cccd|can cuoc"
    "|an chay|size ao|chuyen bay|gio den|thoi gian den|noi dung phat bieu|nhiem vu phan cong"
    "|dang ky an|ca truc|ngay truc|he so luong|loai phong|so luong phong|nhan phong|vi tri ngoi|so ghe"
    "|trinh do tin hoc",
    "title_tick": "ldtt|cstdcs|cstd co so|cstd nganh|cstd nganh tu phap|cstdtq|cstd toan quoc|ttldtt|ttldxs|co nganh"
    "|co thi dua nganh|co chinh phu|co thi dua|chien si thi dua co so|lao dong tien tien"
    "|chien si thi dua|tap the lao dong tien tien"
    "|tap the lao dong xuat sac|danh hieu dang ky|dang ky danh hieu|danh hieu dang ky thi dua"
    "|chien si thi dua nganh|chien si thi dua toan quoc|dang ky thi dua|dang ky hinh thuc khen thuong"
    "|hinh thuc khen thuong dang ky|chien sy thi dua co so|chien sy thi dua nganh",
    "time": "thoi gian|ngay chup|ngay|thoi gian dien ra|ngay thang|thoi diem|thoi gian chup",
    "place": "dia diem|noi chup|dia diem dien ra|dia diem to chuc",
    "picture": "ten anh|ten tep|ten file|anh|hinh|ten hinh anh|file|so anh|ten anh video|tep anh|anh so"
    "|ten file anh|ma anh|tep|stt anh",
}
_EXACT: dict[str, Column] = {
    variant: column for column, variants in _VARIANTS.items() for variant in variants.split("|")
}
_LONG = [variant for variant in _EXACT if len(variant) >= 7]
_ALL_LONG = {variant: _EXACT[variant] for variant in _LONG}
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")

# Where no variant fits: words that decide, in this order (folded).
_CUES: tuple[tuple[re.Pattern[str], Column], ...] = (
    (re.compile(r"\b(?:so phong|phong nghi|chu ky|bao danh|tai khoan|bien so|ngay den|ngay di)\b"), "foreign"),
    (re.compile(r"\bdang ky\b.*\b(?:danh hieu|thi dua|khen thuong)\b|\bdanh hieu\b.*\bdang ky\b"), "title_tick"),
    (
        re.compile(r"^(?:tom tat |noi dung |nhung |cac |mot so )?(?:thanh tich|ket qua noi bat)\b|\bthanh tich\b"),
        "achievements",
    ),
    (re.compile(r"\b(?:danh hieu|khen thuong)\b"), "awards"),
    (re.compile(r"^ho\b.*\bten\b.*\bchuc (?:vu|danh)\b"), "name_position"),
    (
        re.compile(r"\btap the\b.*\bca nhan\b|\bca nhan\b.*\btap the\b|\bho (?:va )?ten\b.*\b(?:tap the|ten don vi)\b"),
        "either",
    ),
    (re.compile(r"^(?:ten )?(?:cac )?tap the\b"), "collective"),
    (
        re.compile(
            r"^ho (?:va )?ten\b|^(?:ten )?ca nhan\b|^ho (?:chu )?dem ten\b"
            r"|^(?:hoc (?:ham|vi)|chuc danh khoa hoc|quan ham|cap bac|quy danh)\b.*\bho (?:va )?ten\b"
        ),
        "name",
    ),
    (
        re.compile(
            r"^chuc (?:vu|danh)\b.*\b(?:don vi|co quan|noi cong tac|phong|dia chi)\b|^don vi\b.*\bchuc (?:vu"
            r"|danh)\b"
        ),
        "position_organisation",
    ),
    (re.compile(r"^chuc (?:vu|danh)\b"), "position"),
    (re.compile(r"\b(?:nam|ngay|thang) sinh\b|^sinh\b"), "birth"),
    (re.compile(r"^gioi tinh\b"), "gender"),
    (re.compile(r"^linh vuc\b"), "field"),
    (re.compile(r"\b(?:don vi|co quan|noi) cong tac\b|^don vi\b|^co quan\b"), "organisation"),
    (re.compile(r"\bdien thoai\b|\bemail\b"), "contact"),
    (re.compile(r"^ghi chu\b"), "note"),
)


@lru_cache(maxsize=4096)  # each cell of a table is asked about, and most come again
def column_of(heading: str) -> Column | None:
    """The meaning of a heading cell; None where it is no heading that we know."""
    whole = plain(heading)
    bare = plain(_BRACKETS.sub(" ", heading))
    if not whole or len(whole) > 140:
        return None
    for text in (bare, whole):
        if text in _EXACT:
            return _EXACT[text]
    if len(bare.split()) <= 18:
        for pattern, column in _CUES:
            if pattern.search(bare):
                return column
    if len(bare) >= 6:
        near = process.extractOne(bare, _LONG, scorer=fuzz.ratio, score_cutoff=87)
        if near is not None:
            return _ALL_LONG[near[0]]
    return None


def two_level(top: str, below: str) -> Column | None:
    """The meaning of a heading over two rows: "Năm sinh" above "Nữ" gives both."""
    upper, lower = column_of(top), column_of(below)
    if not below.strip() or plain(top) == plain(below):
        return upper
    if not top.strip():
        return lower
    if upper == "birth" and lower in {"gender_male", "gender_female"}:
        return "birth_male" if lower == "gender_male" else "birth_female"
    if upper in {"gender", "number", "name", "either"} and lower in {"gender_male", "gender_female"}:
        return lower
    if upper == "awards" and lower in {None, "title_tick", "awards", "time"}:
        return "awards"
    if upper == "title_tick":
        return "title_tick"
    return lower or column_of(f"{top} {below}") or upper
