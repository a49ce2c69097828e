"""Names that are places without a word before them: provinces of 2024 and 2025, their cities and well-known towns."""

from parsers.vietnamese.folding import key, plain

PROVINCES = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre", "Bình Dương",
    "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Đắk Nông",
    "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương",
    "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hồ Chí Minh", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu",
    "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ",
    "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh",
    "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long",
    "Vĩnh Phúc", "Yên Bái", "Huế", "Bắc Cạn", "Đắc Lắc", "Đăk Lăk", "Đắc Nông", "Đăk Nông", "Daklak", "Dak Lak",
    "Thừa Thiên - Huế", "Thừa Thiên – Huế", "Sài Gòn", "TPHCM", "TP HCM", "HCM", "Tp.HCM", "Kontum",
)  # fmt: skip
CITIES = (
    "Vinh", "Đà Lạt", "Bảo Lộc", "Nha Trang", "Cam Ranh", "Quy Nhơn", "Qui Nhơn", "Pleiku", "Buôn Ma Thuột",
    "Buôn Mê Thuột", "Gia Nghĩa", "Phan Thiết", "Phan Rang", "Phan Rang - Tháp Chàm", "Tuy Hòa", "Tam Kỳ", "Hội An",
    "Đông Hà", "Đồng Hới", "Việt Trì", "Vĩnh Yên", "Phúc Yên", "Phủ Lý", "Hạ Long", "Móng Cái", "Uông Bí", "Cẩm Phả",
    "Sông Công", "Tam Điệp", "Sầm Sơn", "Bỉm Sơn", "Cửa Lò", "Biên Hòa", "Long Khánh", "Thủ Dầu Một", "Dĩ An",
    "Thuận An", "Tân Uyên", "Bến Cát", "Đồng Xoài", "Vũng Tàu", "Bà Rịa", "Thủ Đức", "Tân An", "Mỹ Tho", "Gò Công",
    "Cao Lãnh", "Sa Đéc", "Hồng Ngự", "Long Xuyên", "Châu Đốc", "Rạch Giá", "Hà Tiên", "Phú Quốc", "Vị Thanh",
    "Ngã Bảy", "Sa Pa", "Sapa", "Mường Lò", "Nghĩa Lộ", "Điện Biên Phủ", "Tam Đảo", "Cát Bà", "Côn Đảo", "Lý Sơn",
    "Trường Sa", "Đồ Sơn", "Từ Sơn", "Chí Linh", "Phổ Yên", "Hà Đông", "Sơn Tây", "Kỳ Anh", "Hồng Lĩnh", "Hoàn Kiếm",
    "Ba Đình", "Cầu Giấy", "Ninh Kiều", "Hải Châu", "Ba Vì", "Pác Bó", "Tân Trào", "Đền Hùng", "Côn Sơn", "Kiếp Bạc",
    "Ba Đồn", "Hương Thủy", "Hương Trà", "Điện Bàn", "Sông Cầu", "An Nhơn", "Ninh Hòa", "Ayun Pa", "An Khê", "Buôn Hồ",
    "Phước Long", "Bình Long", "Chơn Thành", "Cai Lậy", "Kiến Tường", "Giá Rai", "Vĩnh Châu", "Bình Minh", "Duyên Hải",
)  # fmt: skip

# "Places: a region of several provinces is none": what such regions are called, folded.
REGIONS = (
    "tay nguyen", "tay bac", "dong bac", "viet bac", "mien", "bac bo", "nam bo", "trung bo", "dong nam bo",
    "tay nam bo", "bac trung bo", "nam trung bo", "duyen hai mien trung", "duyen hai nam trung bo", "dong bang song",
    "dong bang bac bo", "khu vuc mien", "khu vuc phia", "khu vuc tay", "khu vuc dong", "khu vuc duyen hai",
    "khu vuc bac", "khu vuc nam", "khu vuc trung du", "vung", "cac tinh", "cac dia phuong", "cac vung", "cac mien",
    "cac huyen", "cac xa", "cac thon", "cac truong", "cac don vi", "cac phuong", "cac co quan", "nhieu", "mot so",
    "toan quoc", "ca nuoc", "63 tinh", "34 tinh", "viet nam", "phia bac", "phia nam", "khu vuc", "toan tinh",
    "hai tinh", "ba tinh", "ca ba mien",
)  # fmt: skip

KNOWN = frozenset(key(name) for name in (*PROVINCES, *CITIES))
KNOWN_PLAIN = frozenset(plain(name) for name in (*PROVINCES, *CITIES))
LONGEST = max(len(name.split()) for name in KNOWN)
