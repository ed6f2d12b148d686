"""What mail is made of: fields, charsets, parts, pages, trace fields, forwards."""
