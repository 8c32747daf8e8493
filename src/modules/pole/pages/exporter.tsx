/** Le pied d'une liste courte : son export. */
export const Exporter = ({ href, quoi }: { href: string; quoi: string }) => (
  <p class="sub exporter">
    Exporter :{' '}
    <a href={href}>
      CSV<span class="unseen"> : {quoi}</span>
    </a>
  </p>
)
