"""Behind every door: hear, remember, keep confidences, hand over."""
