//! The surface file: reading, writing, and errors.

use std::{env, fs, path::Path};

use route_cors::surface::Surface;

use crate::{API, application, auth};
use actix_web::{App, middleware::from_fn, web};

async fn surface() -> Surface {
    Surface::of(application!(from_fn(auth), API.middleware())).await
}

#[actix_web::test]
async fn a_file_that_has_the_surface_passes_and_another_one_fails() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("surface.toml");
    // Missing at first.
    let _ = fs::remove_file(&file);
    let surface = surface().await;
    let fails = |surface: &Surface| {
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            surface.assert_matches(&file);
        }));
        *result.unwrap_err().downcast::<String>().unwrap()
    };
    if env::var_os("CORS_SURFACE").is_some() {
        return;
    }
    assert!(fails(&surface).contains("does not exist"));
    fs::write(&file, surface.to_toml()).unwrap();
    surface.assert_matches(&file);
    // Rows in another form make an equal surface.
    fs::write(&file, surface.to_toml().replace("# ", "#  ")).unwrap();
    surface.assert_matches(&file);

    let narrower = surface
        .to_toml()
        .replace("    \"https://shop.example\",\n", "");
    fs::write(&file, narrower).unwrap();
    let message = fails(&surface);
    assert!(
        message.contains(
            "surface.toml is out of date:\n  wider: PUT /orders/{id}: pages of https://shop.example may now send it with cookies\n"
        ),
        "{message}"
    );
    fs::write(&file, "version = 9\n").unwrap();
    assert!(fails(&surface).contains("version 9"));
}
