-- An upload notes its original here before a version holds it, so that housekeeping finds what an upload leaves that never got that far.
grant insert on released_originals to kp_app;
