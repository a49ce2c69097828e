"""The commented `tiepnhan.toml` that `tiepnhan init` writes: every key, its default, and what it is for."""

TEMPLATE: str = r"""# Cấu hình tiepnhan. Mỗi khóa cũng đặt được bằng biến môi trường, ví dụ khóa port của mục
# [mailbox] là TIEPNHAN_MAILBOX__PORT; biến môi trường được ưu tiên. Mật khẩu: nên đặt bằng biến môi trường hoặc
# trong một tệp riêng chỉ chủ sở hữu đọc được (chmod 600), ghi đường dẫn tệp đó ở khóa ..._file.
# Đường dẫn tương đối tính từ thư mục chạy lệnh. Kiểm tra cấu hình: tiepnhan doctor

campaigns = ["congress-2024"]       # chiến dịch: tên có sẵn, hoặc đường dẫn tệp .toml
data_dir = "var"                    # nơi lưu bản gốc, cơ sở dữ liệu, bản tin, tệp xuất
language = "vi"                     # ngôn ngữ bảng theo dõi, bản tin: "vi" hoặc "en"
public_url = ""                     # địa chỉ mà cán bộ mở bảng theo dõi, ví dụ "https://tiepnhan.example.vn"

[database]
url = "sqlite:///var/tiepnhan.db"   # hoặc "postgresql+psycopg://..."

[mailbox]                           # hộp thư tiếp nhận; chương trình chỉ đọc, không sửa, không xóa
source = "imap"                     # "imap", hoặc "folder": đọc thư đã lưu trên máy
path = ""                           # khi source = "folder": thư mục Maildir, tệp mbox hoặc thư mục tệp .eml
host = "imap.gmail.com"
port = 993
tls = "implicit"                    # "implicit", "starttls"; "none" chỉ khi máy chủ thư ở ngay máy này
username = ""                       # địa chỉ hộp thư
auth = "oauth"                      # "password"; "oauth" chưa dùng được ở phiên bản này
password = ""                       # nên để trống và dùng password_file
password_file = ""
folders = ["\\All", "\\Junk"]       # tên thư mục thư, hoặc thuộc tính như \\All; không có thì đọc INBOX
authserv_id = "mx.google.com"       # máy chủ có kết quả xác thực người gửi được tin
poll_every = "5m"                   # bao lâu đọc thư một lần: "30s", "5m", "1h"

[google]
client_secret_file = ""             # tệp ứng dụng "Desktop" tải từ Google Cloud, để xin cấp quyền
token_file = "var/google-token.json"

[drive]                             # mở các đường dẫn Google Drive mà đơn vị gửi; chỉ đọc
credentials = "oauth"               # "oauth", "anonymous", hoặc đường dẫn tệp tài khoản dịch vụ
api_key = ""                        # để phân biệt "ai có đường dẫn cũng xem được" với "chỉ hộp thư xem được"
api_key_file = ""
api_endpoint = ""                   # để trống; chỉ đổi khi thử nghiệm
recheck_every = "6h"                # bao lâu xem lại các đường dẫn một lần
copy = "all"                        # "all", "documents" (không tải video) hoặc "metadata" (không tải tệp)
max_file_size = "20GB"

[digest]                            # bản tin hằng ngày
to = []                             # người nhận, ví dụ ["canbo@example.vn"]
at = ["07:30"]                      # giờ lập bản tin, theo múi giờ của chiến dịch
smtp_host = "smtp.gmail.com"
smtp_port = 587
smtp_tls = "starttls"               # "implicit", "starttls"; "none" chỉ khi máy chủ thư ở ngay máy này
smtp_auth = "oauth"                 # "oauth", "password" hoặc "none"
smtp_username = ""
smtp_password = ""                  # nên để trống và dùng smtp_password_file
smtp_password_file = ""
sender = ""                         # địa chỉ người gửi; để trống là smtp_username

[dashboard]
listen = "127.0.0.1:8710"           # địa chỉ và cổng của /healthz, /metrics (sau này: bảng theo dõi)

[network]
proxy = ""                          # ví dụ "http://proxy.example.vn:3128"
ca_file = ""                        # chứng thư CA nội bộ (tệp .pem), nếu có
"""
