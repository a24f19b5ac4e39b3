//! The tie to actix-web. A request meets the modules in this order: [`request`] reads it, [`table`] looks up the policies
//! that apply, [`decision`] decides, and [`headers`] go onto the response.
//!
//! [`registration`], [`around`], [`middleware`] and [`gate`] are where policies enter an application. [`endpoint`] and
//! [`outer`] are the services that they become.

mod allowed_origins;
pub(crate) mod application;
pub(crate) mod around;
mod decision;
pub(crate) mod endpoint;
pub(crate) mod gate;
mod headers;
mod load;
mod log;
#[cfg(feature = "testing")]
pub(crate) mod mark;
pub(crate) mod middleware;
mod outer;
mod outer_future;
mod path_index;
#[cfg(feature = "surface")]
pub(crate) mod placement;
mod refusals;
pub(crate) mod registration;
mod request;
#[cfg(feature = "testing")]
pub(crate) mod resource_tree;
pub(crate) mod route;
pub(crate) mod rows;
mod startup;
pub(crate) mod table;
mod trail;
mod unwrapped;
mod vary;
