"""File names are compared as a clerk compares them."""

import pytest

from parsers.readers.file_names import file_key, numbers_in, same_file


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("anh 1", "Anh_01.JPG"),
        ("Ảnh 1", "anh 1.jpeg"),
        ("1", "01.jpg"),
        ("1.JPG", "1.jpeg"),
        ("img_0012", "IMG_0012.JPG"),
        ("IMG 0012.jpg", "IMG_0012.JPG"),
        ("0012", "IMG_0012.JPG"),
        ("Hoi nghi CBCC", "2024/Hội nghị CBCC.png"),
        ("hình 3", "Ảnh 3.jpg"),
        ("video1", "Video 01.mp4"),
    ],
)
def test_it_tolerates_case_accents_extensions_and_zeros(written: str, name: str) -> None:
    assert same_file(written, name)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("1", "11.jpg"),
        ("1.jpg", "1.mp4"),
        ("anh 1", "IMG_0001.JPG"),
        ("", "1.jpg"),
        ("12", "IMG_0012.JPG"),
        ("Ảnh 1", "Video 1.mp4"),
    ],
)
def test_it_keeps_different_files_apart(written: str, name: str) -> None:
    assert not same_file(written, name)


def test_keys_and_numbers() -> None:
    assert file_key("Ảnh/Anh_01.JPG") == "anh 1"
    assert numbers_in("Ảnh 03 - 5.jpg") == (3, 5)
    assert numbers_in("IMG_20230712_091533.jpg") == ()
