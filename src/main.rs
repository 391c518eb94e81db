//! The `hegui` program.

fn main() -> hegui::cli::ExitStatus {
    hegui::cli::run()
}
