signatures <- read.csv("https://example.org/site/dumps/signatures.csv", na.strings = "", encoding = "UTF-8")
counts <- as.data.frame(table(country = signatures$country), stringsAsFactors = FALSE)
counts <- counts[order(-counts$Freq, counts$country), ]
cat(paste(counts$Freq, counts$country), sep = "\n")
