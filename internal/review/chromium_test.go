package review

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"image"
	_ "image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// chromium returns the path of a Chromium. It skips the test where there is none, and in short mode.
func chromium(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("runs Chromium")
	}
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	t.Skip("needs Chromium: on PATH, or named by CHROMIUM")
	return ""
}

// run runs Chromium without a window on a page, and returns its standard output. A browser that crashes, as it does on a
// busy machine now and then, says nothing about the page, and is run again.
func run(t *testing.T, page string, flags ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	for attempt := 1; ; attempt++ {
		out, stderr, err := runOnce(t, append(flags, "file://"+file))
		if crash, ok := errors.AsType[*exec.ExitError](err); ok && !crash.Exited() && attempt < 3 {
			t.Logf("Chromium crashed: %v", err)
			continue
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, stderr)
		}
		return out
	}
}

func runOnce(t *testing.T, arguments []string) (stdout, stderr string, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, chromium(t), append([]string{
		"--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--user-data-dir=" + t.TempDir(),
		"--no-sandbox", // containers and root have none, and the page is our own
	}, arguments...)...)
	var out, log bytes.Buffer
	command.Stdout, command.Stderr = &out, &log
	err = command.Run()
	return out.String(), log.String(), err
}

// colorSchemes holds the flags that make Chromium prefer a color scheme.
var colorSchemes = map[string]string{"dark": "--blink-settings=preferredColorScheme=0", "light": "--blink-settings=preferredColorScheme=1"}

// measure is a script for a page that holds reviews in frames of several widths. It writes what it finds wrong into its own
// page: text that needs scrolling to the side or is cut off, and text whose contrast is below 4.5 (WCAG AA).
const measure = `
const found = [];
let texts = 0;
function light(c) {
  const [r, g, b] = c.map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const parts = text => text.match(/[\d.]+/g).map(Number);
function check(frame) {
  const page = frame.contentDocument, view = frame.contentWindow;
  const say = text => found.push(frame.title + ": " + text);
  if (page.documentElement.scrollWidth > view.innerWidth) say("wider than the window: " + page.documentElement.scrollWidth);
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), element = walker.currentNode.parentElement;
    if (!text) continue;
    texts++;
    let under = element, ground;
    for (; under; under = under.parentElement) {
      ground = parts(view.getComputedStyle(under).backgroundColor);
      if (ground.length === 3) break;
    }
    if (!under) { say("no background: " + text); continue; }
    const [a, b] = [light(parts(view.getComputedStyle(element).color)), light(ground)].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) say("contrast " + contrast.toFixed(2) + ": " + text);
    if (element.getBoundingClientRect().right > view.innerWidth + 0.5) say("cut off: " + text);
  }
}
const frames = [...document.querySelectorAll("iframe")];
let waiting = frames.length;
for (const frame of frames) {
  frame.onload = () => {
    check(frame);
    if (--waiting === 0) document.querySelector("output").textContent = "texts " + texts + "; found " + found.join("\n");
  };
  frame.srcdoc = frame.dataset.page;
}`

// TestHTMLInBrowser measures every fixture on a phone, on a tablet and on a desk, in both color schemes.
func TestHTMLInBrowser(t *testing.T) {
	t.Parallel()
	chromium(t)
	var page strings.Builder
	for name, r := range fixtures() {
		for _, width := range []int{360, 768, 1200} {
			fmt.Fprintf(&page, `<iframe title="%s, %d px" data-page="%s" style="width:%dpx;height:900px;border:0"></iframe>`,
				name, width, html.EscapeString(rendered(t, "html", r)), width)
		}
	}
	page.WriteString("<output></output><script>" + measure + "</script>")
	for scheme, flag := range colorSchemes {
		out := run(t, page.String(), flag, "--window-size=1400,1000", "--dump-dom", "--virtual-time-budget=20000")
		match := regexp.MustCompile(`(?s)<output>texts (\d+); found (.*)</output>`).FindStringSubmatch(out)
		if len(match) == 0 {
			t.Fatalf("%s: not measured: %s", scheme, out[max(0, len(out)-500):])
		}
		if texts, err := strconv.Atoi(match[1]); err != nil || texts < 100 {
			t.Errorf("%s: only %s texts were measured", scheme, match[1])
		}
		if match[2] != "" {
			t.Errorf("%s:\n%s", scheme, html.UnescapeString(match[2]))
		}
	}
}

// average returns the mean brightness of a screenshot, from 0 to 1.
func average(t *testing.T, page string, flags ...string) float64 {
	t.Helper()
	file := filepath.Join(t.TempDir(), "shot.png")
	run(t, page, append(flags, "--window-size=800,600", "--screenshot="+file)...)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	shot, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	sum, n := 0.0, 0
	for y := shot.Bounds().Min.Y; y < shot.Bounds().Max.Y; y += 4 {
		for x := shot.Bounds().Min.X; x < shot.Bounds().Max.X; x += 4 {
			r, g, b, _ := shot.At(x, y).RGBA()
			sum += float64(r+g+b) / (3 * 0xffff)
			n++
		}
	}
	return sum / float64(n)
}

func TestHTMLFollowsTheColorScheme(t *testing.T) {
	t.Parallel()
	chromium(t)
	page := rendered(t, "html", pictureReview())
	dark := average(t, page, colorSchemes["dark"])
	light := average(t, page, colorSchemes["light"])
	if dark > 0.3 || light < 0.8 {
		t.Errorf("mean brightness: dark %.2f, light %.2f", dark, light)
	}
}

func TestHTMLPrints(t *testing.T) {
	t.Parallel()
	chromium(t)
	file := filepath.Join(t.TempDir(), "review.pdf")
	run(t, rendered(t, "html", pictureReview()), "--print-to-pdf="+file, "--no-pdf-header-footer")
	pdf, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pages := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(pdf, -1))
	if !strings.HasPrefix(string(pdf), "%PDF-") || pages < 1 || pages > 3 {
		t.Errorf("%d bytes, %d pages", len(pdf), pages)
	}
}
