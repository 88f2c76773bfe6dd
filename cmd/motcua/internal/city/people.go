package city

// Nobody of these names exists; they only show that none reaches a journal.
var (
	surnames = []string{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô"}
	middles  = []string{"Văn", "Thị", "Minh", "Thu", "Đức", "Ngọc", "Quang", "Thanh"}
	given    = []string{"An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan", "Mai", "Nam", "Oanh", "Phúc", "Sơn", "Tâm", "Uyên", "Vinh"}
)

// reasons are what people write when they must say why.
var reasons = []string{
	"Thiếu giấy tờ", "Thông tin chưa khớp", "Cần xác minh thêm", "Không thuộc thẩm quyền của đơn vị",
	"Việc phức tạp, cần thêm thời gian", "Dự thảo chưa đạt", "Theo đề nghị của người nộp",
}

// person makes up a name.
func (c *City) person() string {
	return one(c, surnames) + " " + one(c, middles) + " " + one(c, given)
}
