//! The example `demo`: started from the command line and used in a browser.

use std::net::TcpListener;
use std::process::{Command, Output};

use fantoccini::Client;
use fantoccini::key::Key;
use test_support::child::Running;
use test_support::webdriver::{element, text};

use super::stage::{Stage, story as run_story};

// The program.

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_demo"))
        .args(args)
        .output()
        .expect("the demo starts")
}

#[test]
fn help_is_not_an_error() {
    let output = run(&["--help"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).contains("--page PORT"));
}

#[test]
fn an_invalid_argument() {
    let output = run(&["--api", "http"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: `--api` needs a port"));
}

#[test]
fn a_port_in_use() {
    let holder = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = holder.local_addr().expect("an address").port().to_string();
    let output = run(&["--api", &port, "--page", "0"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains(&port) && said.contains("--api") && !said.contains("panicked"),
        "{said}"
    );
}

// The pages.

/// A running demo and a browser.
struct Demo {
    api: String,
    page: String,
    stranger: String,
    browser: Client,
    _server: Running,
}

/// The result of a request on the page.
struct Shown {
    outcome: String,
    reason: String,
    status: String,
    headers: String,
    body: String,
    source: String,
    /// The text of each exchange.
    log: Vec<String>,
}

fn story(test: impl AsyncFnOnce(Demo) + Clone + 'static) {
    run_story(
        env!("CARGO_BIN_EXE_demo"),
        &["--api", "0", "--page", "0"],
        async move |stage| {
            let api = stage.address("API");
            let (page, stranger) = (stage.address("page"), stage.address("stranger"));
            let Stage {
                browser, server, ..
            } = stage;
            test(Demo {
                api,
                page,
                stranger,
                browser,
                _server: server,
            })
            .await;
        },
    );
}

impl Demo {
    async fn open(&self, url: &str) {
        self.browser.goto(url).await.expect("the page answers");
        element(&self.browser, "#send:enabled").await;
    }

    /// Loads a page with a scenario. A link that changes only the fragment would keep the last result.
    async fn open_scenario(&self, page: &str, scenario: &str) {
        self.browser.goto("about:blank").await.expect("no page");
        self.open(&format!("{page}/#scenario={scenario}")).await;
    }

    async fn choose(&self, select: &str, option: &str) {
        element(&self.browser, select)
            .await
            .select_by_value(option)
            .await
            .expect(option);
    }

    async fn tick_credentials(&self) {
        element(&self.browser, "#credentials")
            .await
            .click()
            .await
            .expect("a checkbox");
    }

    async fn send(&self) -> Shown {
        let sends = element(&self.browser, "#result")
            .await
            .attr("data-sends")
            .await
            .expect("an attribute");
        let sends: u32 = sends.and_then(|count| count.parse().ok()).expect("a count");
        element(&self.browser, "#send")
            .await
            .click()
            .await
            .expect("a button");
        element(
            &self.browser,
            &format!("#result[data-sends='{}']", sends + 1),
        )
        .await;
        self.seen().await
    }

    async fn seen(&self) -> Shown {
        let mut log = Vec::new();
        for row in self
            .browser
            .find_all(fantoccini::Locator::Css("#log tbody tr"))
            .await
            .expect("a table")
        {
            log.push(row.text().await.expect("a row"));
        }
        Shown {
            outcome: text(&self.browser, "#outcome").await,
            reason: text(&self.browser, "#reason").await,
            status: text(&self.browser, "#status").await,
            headers: text(&self.browser, "#readable").await,
            body: text(&self.browser, "#answer").await,
            source: text(&self.browser, "#source").await,
            log,
        }
    }
}

impl Shown {
    #[track_caller]
    fn is_read(&self, status: &str) {
        assert_eq!((&*self.outcome, &*self.reason), ("Read", ""));
        assert!(self.status.starts_with(status), "{}", self.status);
    }

    #[track_caller]
    fn is_refused(&self, because: &str) {
        assert_eq!(self.outcome, "Refused by the browser");
        assert!(self.reason.contains(because), "{}", self.reason);
        assert_eq!((&*self.status, &*self.headers, &*self.body), ("", "", ""));
    }

    /// Asserts the exchanges, each with parts of its text.
    #[track_caller]
    fn logged(&self, exchanges: &[(&str, &[&str])]) {
        assert_eq!(self.log.len(), exchanges.len(), "{:#?}", self.log);
        for (row, (step, lines)) in self.log.iter().zip(exchanges) {
            assert!(row.starts_with(step), "{row}");
            for line in *lines {
                assert!(row.contains(line), "{line} is missing:\n{row}");
            }
        }
    }
}

#[test]
fn allowed_read() {
    story(async |demo| {
        demo.open(&demo.page).await;
        demo.choose("#route", "list_items").await;
        let seen = demo.send().await;
        seen.is_read("200");
        assert!(
            seen.body.contains(r#"{"id":7,"name":"chair"}"#),
            "{}",
            seen.body
        );
        assert!(
            seen.source
                .starts_with("#[cors(origins = any)]\n#[get(\"/items\")]"),
            "{}",
            seen.source
        );
        seen.logged(&[(
            "Request",
            &[
                "GET /items",
                &format!("origin: {}", demo.page),
                "access-control-allow-origin: *",
            ],
        )]);
    });
}

#[test]
fn only_exposed_headers_can_be_read() {
    story(async |demo| {
        demo.open(&demo.page).await;
        demo.choose("#route", "read_item").await;
        let seen = demo.send().await;
        seen.is_read("200");
        assert!(
            seen.headers.contains(r#"etag: "item-7""#),
            "{}",
            seen.headers
        );
        assert!(!seen.headers.contains("x-shelf"), "{}", seen.headers);
    });
}

#[test]
fn refused_read() {
    story(async |demo| {
        demo.open(&demo.page).await;
        demo.choose("#route", "health").await;
        let seen = demo.send().await;
        seen.is_refused("the route has no policy");
        seen.logged(&[("Request", &["GET /health", "200"])]);

        demo.choose("#method", "POST").await;
        demo.send()
            .await
            .is_refused("no route serves POST on this path");

        demo.choose("#route", "list_items").await;
        demo.tick_credentials().await;
        demo.send()
            .await
            .is_refused("not enough for a request with credentials");
    });
}

#[test]
fn allowed_preflight() {
    story(async |demo| {
        demo.open(&demo.page).await;
        demo.choose("#route", "update_order").await;
        let seen = demo.send().await;
        seen.is_read("200");
        let allowed = format!("access-control-allow-origin: {}", demo.page);
        seen.logged(&[
            (
                "Preflight",
                &[
                    "OPTIONS /orders/7",
                    "access-control-request-method: PUT",
                    "access-control-request-headers: content-type",
                    "204",
                    &allowed,
                    "access-control-allow-methods: PUT",
                    "access-control-allow-headers: content-type",
                    "access-control-allow-credentials: true",
                    "access-control-max-age: 600",
                ],
            ),
            (
                "Request",
                &[
                    "PUT /orders/7",
                    "200",
                    &allowed,
                    "access-control-allow-credentials: true",
                ],
            ),
        ]);
    });
}

#[test]
fn refused_preflight() {
    story(async |demo| {
        demo.open(&demo.page).await;
        demo.choose("#route", "update_order").await;
        element(&demo.browser, "#headers")
            .await
            .send_keys(&format!("{}x-trace: 1", char::from(Key::Enter)))
            .await
            .expect("a text field");
        let seen = demo.send().await;
        seen.is_refused("it does not allow the header x-trace");
        seen.logged(&[(
            "Preflight",
            &[
                "access-control-request-headers: content-type,x-trace",
                "204",
            ],
        )]);

        demo.choose("#route", "health").await;
        demo.choose("#method", "PATCH").await;
        let seen = demo.send().await;
        seen.is_refused("no route serves PATCH");
        seen.logged(&[("Preflight", &["access-control-request-method: PATCH"])]);
    });
}

#[test]
fn errors_can_be_read() {
    story(async |demo| {
        demo.open(&demo.page).await;
        demo.choose("#route", "quote").await;
        let seen = demo.send().await;
        seen.is_read("422");
        assert!(seen.body.contains("quantity is 0"), "{}", seen.body);

        element(&demo.browser, "#body")
            .await
            .send_keys("}")
            .await
            .expect("a text field");
        demo.send().await.is_read("400");
    });
}

#[test]
fn cookie_sent_and_read() {
    story(async |demo| {
        demo.open(&demo.page).await;
        demo.choose("#route", "read_session").await;
        let seen = demo.send().await;
        seen.is_read("200");
        assert!(seen.body.contains(r#""signed_in":false"#), "{}", seen.body);

        demo.choose("#route", "sign_in").await;
        let seen = demo.send().await;
        seen.is_read("200");
        seen.logged(&[("Request", &["POST /session", "set-cookie: (not shown)"])]);

        demo.choose("#route", "read_session").await;
        let seen = demo.send().await;
        seen.is_read("200");
        assert!(seen.body.contains(r#""visitor":"ada""#), "{}", seen.body);
        seen.logged(&[("Request", &["GET /session", "cookie: (not shown)"])]);

        demo.tick_credentials().await;
        let seen = demo.send().await;
        seen.is_read("200");
        assert!(seen.body.contains(r#""signed_in":false"#), "{}", seen.body);
    });
}

#[test]
fn a_stranger() {
    story(async |demo| {
        demo.open(&demo.stranger).await;
        let here = text(&demo.browser, "#here").await;
        assert!(
            here.contains("The stranger") && here.contains(&demo.stranger),
            "{here}"
        );
        let not_allowed = format!("the policy does not allow {}", demo.stranger);

        demo.choose("#route", "list_items").await;
        demo.send().await.is_read("200");

        demo.choose("#route", "read_session").await;
        let seen = demo.send().await;
        seen.is_refused(&not_allowed);
        seen.logged(&[("Request", &["GET /session", "200", "vary: Origin"])]);

        demo.choose("#route", "update_order").await;
        let seen = demo.send().await;
        seen.is_refused(&not_allowed);
        seen.logged(&[("Preflight", &["OPTIONS /orders/7", "403"])]);
    });
}

#[test]
fn policies_on_one_path_are_independent() {
    story(async |demo| {
        demo.open(&demo.stranger).await;
        demo.choose("#route", "read_item").await;
        demo.send().await.is_read("200");

        demo.choose("#method", "DELETE").await;
        let seen = demo.send().await;
        seen.is_refused("the policy does not allow");
        seen.logged(&[(
            "Preflight",
            &["access-control-request-method: DELETE", "403"],
        )]);
        assert!(
            seen.source.contains("#[delete(\"/items/{id}\")]"),
            "{}",
            seen.source
        );
    });
}

#[test]
fn a_page_has_one_address() {
    story(async |demo| {
        demo.open(&demo.page.replace("127.0.0.1", "localhost"))
            .await;
        let url = demo.browser.current_url().await.expect("a page is open");
        assert_eq!(url.origin().ascii_serialization(), demo.page);
    });
}

#[test]
fn the_keyboard_is_enough() {
    story(async |demo| {
        demo.open(&demo.page).await;
        element(&demo.browser, "#other")
            .await
            .send_keys(&Key::Tab)
            .await
            .expect("a link");
        let port = char::from(Key::Down).to_string();
        for (id, keys) in [
            // The scenarios are one stop; an arrow key chooses the next.
            ("scenario-allowed", &*port),
            ("route", "DELETE"),
            ("method", ""),
            ("credentials", ""),
            ("headers", ""),
            ("body", ""),
            ("send", ""),
        ] {
            let focused = demo
                .browser
                .active_element()
                .await
                .expect("something has the focus");
            assert_eq!(
                focused.attr("id").await.expect("an attribute").as_deref(),
                Some(id)
            );
            let last = if id == "send" { Key::Enter } else { Key::Tab };
            focused
                .send_keys(&format!("{keys}{}", char::from(last)))
                .await
                .expect("keys are taken");
        }
        element(&demo.browser, "#result[data-sends='1']").await;
        let seen = demo.seen().await;
        seen.is_read("200");
        assert!(
            seen.log.iter().any(|row| row.contains("DELETE /items/7")),
            "{:?}",
            seen.log
        );
    });
}

#[test]
fn an_invalid_header_is_reported_and_not_sent() {
    story(async |demo| {
        demo.open(&demo.page).await;
        element(&demo.browser, "#headers")
            .await
            .send_keys(&format!("{}no header", char::from(Key::Enter)))
            .await
            .expect("a text field");
        element(&demo.browser, "#send")
            .await
            .click()
            .await
            .expect("a button");
        element(&demo.browser, "#headers[aria-invalid='true']").await;
        let fault = text(&demo.browser, "#headers-fault").await;
        assert!(fault.contains("“no header” is not a header"), "{fault}");
        assert!(demo.seen().await.log.is_empty());
    });
}

#[test]
fn scenarios() {
    story(async |demo| {
        let (page, stranger) = (demo.page.as_str(), demo.stranger.as_str());
        for (scenario, from, because, edit) in [
            (
                "port",
                page,
                "the policy does not allow",
                r#"+        #[cfg(debug_assertions)] "http://127.0.0.1:*","#,
            ),
            (
                "stranger",
                stranger,
                "never sent the request",
                r#"+        #[cfg(debug_assertions)] "http://localhost:*","#,
            ),
            (
                "header",
                page,
                "it does not allow the header x-trace",
                r#"+    headers = ["content-type", "x-trace"],"#,
            ),
            (
                "cookies",
                page,
                "not enough for a request with credentials",
                "+    credentials = [",
            ),
            (
                "without-gate",
                page,
                "something answered before the policy did",
                "CorsGate",
            ),
            (
                "floor",
                stranger,
                "answered 403",
                r#"+        "http://localhost:*","#,
            ),
        ] {
            demo.open_scenario(from, scenario).await;
            demo.send().await.is_refused(because);
            let error = text(&demo.browser, "#error").await;
            assert!(error.starts_with("TypeError: "), "{error}");
            let shown = text(&demo.browser, "#edit").await;
            assert!(shown.contains(edit), "{scenario}: {shown}");
        }
        demo.open_scenario(page, "port").await;
        demo.send().await;
        let logged = text(&demo.browser, "#logged").await;
        assert!(logged.contains("reason: port_differs"), "{logged}");
        for scenario in ["allowed", "with-gate"] {
            demo.open_scenario(page, scenario).await;
            demo.send().await.is_read("200");
        }
    });
}

#[test]
fn a_scenario_of_the_other_page_leads_there() {
    story(async |demo| {
        demo.open_scenario(&demo.page, "stranger").await;
        let link = element(&demo.browser, "#elsewhere-link").await;
        link.click().await.expect("a link");
        element(&demo.browser, "[data-role='stranger'] #send:enabled").await;
        demo.send().await.is_refused("never sent the request");
    });
}

#[test]
fn a_link_restores_the_request() {
    story(async |demo| {
        demo.open(&demo.page).await;
        demo.choose("#route", "update_order").await;
        element(&demo.browser, "#headers")
            .await
            .send_keys(&format!("{}x-trace: 1", char::from(Key::Enter)))
            .await
            .expect("a text field");
        demo.choose("#method", "PATCH").await;
        let link = element(&demo.browser, "#state").await;
        let link = link.prop("href").await.expect("a property");
        let link = link.expect("a link");

        demo.browser.goto("about:blank").await.expect("no page");
        demo.open(&link).await;
        let value = async |id: &str| {
            let field = element(&demo.browser, id).await;
            field
                .prop("value")
                .await
                .expect("a property")
                .expect("a value")
        };
        assert_eq!(value("#route").await, "update_order");
        assert_eq!(value("#method").await, "PATCH");
        assert_eq!(
            value("#headers").await,
            "content-type: application/json\nx-trace: 1"
        );
        assert_eq!(value("#body").await, r#"{ "item": "lamp", "quantity": 2 }"#);
    });
}

#[test]
fn curl_sends_what_the_browser_sends() {
    story(async |demo| {
        demo.open(&demo.page).await;
        let api = demo.api.as_str();
        let page = demo.page.as_str();
        for (route, lines) in [
            (
                "list_items",
                format!("curl -i '{api}/items' \\\n  -H 'Origin: {page}'"),
            ),
            (
                "update_order",
                format!(
                    "curl -i -X OPTIONS '{api}/orders/7' \\\n  -H 'Origin: {page}' \\\n  \
                     -H 'Access-Control-Request-Method: PUT' \\\n  \
                     -H 'Access-Control-Request-Headers: content-type'\n\n\
                     curl -i -X PUT '{api}/orders/7' \\\n  -H 'Origin: {page}' \\\n  \
                     -H 'content-type: application/json' \\\n  \
                     --data-raw '{{ \"item\": \"lamp\", \"quantity\": 2 }}'"
                ),
            ),
        ] {
            demo.choose("#route", route).await;
            assert_eq!(text(&demo.browser, "#curl").await, lines);
        }
    });
}
