// GRDB
// Yams
//
// Mustache
print(1)
