///A.
#[utoipa::path(get, path = "/a")]
#[::route_cors::__private::__moved(origins = any)]
#[get("/a")]
async fn documented() {}
