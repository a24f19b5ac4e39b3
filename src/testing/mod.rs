//! A browser in a box: asks an application, in process, what a page of some origin could read.

mod cookies;
mod forbidden;
mod header_list;
mod method;
mod preflight_cache;
mod safelist;
mod site;
