"""Readers: from records to what they say: links, letters, nominations, captions. They never see bytes."""
