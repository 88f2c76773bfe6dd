package register

// Seal gives a test a record with right bytes and a right hash, whatever it
// says.
func (r *Record) Seal() { r.seal() }
