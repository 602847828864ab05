"""Who gets in at the doors of files: each has its reader, and for all others it does not exist."""

GETS = {
    "applications.files": ("/applications/{filing}/files/files", {"nurse"}),
    "applications.file": ("/applications/{filing}/uploads/{upload}", {"nurse"}),
    "approvals.file": ("/requests/{request}/files/{upload_asked}", {"manager", "office"}),
    "reviews.file": ("/reviews/{task}/files/{upload_weighed}", {"reviewer"}),
}

POSTS = {
    "applications.files_add": ("/applications/{filing}/files/files?question=plan_file", {"nurse"}),
    "applications.files_done": ("/applications/{filing}/files/files/done", {"nurse"}),
    "applications.file_remove": ("/applications/{filing}/uploads/{upload}/remove", {"nurse"}),
    "applications.file_put_back": ("/applications/{filing}/uploads/{upload}/put-back", {"nurse"}),
}
