"""Headroom: research time, small grants and secondments for NHS staff."""
