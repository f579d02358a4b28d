// What every page needs beside Blazor: the custom elements of Components/Shared, and the connection to the server.

import { ArrivalFocus } from "./shell/arrival-focus";
import { copyOnClick } from "./shell/copy";
import { connect } from "./shell/connection";
import { LogTail } from "./shell/log-tail";
import { ModalHost } from "./shell/modal-host";
import { RelativeTime } from "./shell/relative-time";
import { SearchBox } from "./shell/search-box";
import { TableKeys } from "./shell/table-keys";
import { ThemeSwitch } from "./shell/theme-switch";
import { TabKeys } from "./shell/tab-keys";

customElements.define("arrival-focus", ArrivalFocus);
customElements.define("log-tail", LogTail);
customElements.define("modal-host", ModalHost);
customElements.define("relative-time", RelativeTime);
customElements.define("search-box", SearchBox);
customElements.define("tab-keys", TabKeys);
customElements.define("table-keys", TableKeys);
customElements.define("theme-switch", ThemeSwitch);
copyOnClick();
closeMenuOnNavigation();
connect();

// The menu of narrow screens is a popover: following one of its links closes it.
function closeMenuOnNavigation(): void {
  document.addEventListener("click", (event) => {
    const menu = (event.target as Element).closest("a")?.closest<HTMLElement>("[popover]");
    if (menu?.matches(":popover-open")) menu.hidePopover();
  });
}
