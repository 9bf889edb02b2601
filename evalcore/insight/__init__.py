"""The analysis behind the pages: believe it, compare it fairly, ask what if. Frames in, frames out; no drawing."""
