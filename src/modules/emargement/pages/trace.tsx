/** Le cadre du tracé, facultatif : sans script, la case cochée suffit, et le dit. */
export const Trace = ({ sans }: { readonly sans: string }) => (
  <fieldset class="trace">
    <legend>Votre signature, si vous le souhaitez</legend>
    <trace-signature data-nom="trace">
      <svg viewBox="0 0 320 112" aria-hidden="true">
        <line x1="16" x2="304" y1="84" y2="84" />
        <path d="M16 78l8 12M24 78l-8 12" />
      </svg>
    </trace-signature>
    <p class="sub">
      <span class="trace-geste">Tracez du doigt au-dessus du trait. </span>
      {sans}
    </p>
  </fieldset>
)
