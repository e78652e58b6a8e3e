"""What repeats: symmetries found in the data alone, each of them a guess until checked."""
