import { Exporter as Liens } from '#web/components.tsx'

/** Le pied d'une liste courte : son export. */
export const Exporter = ({ href, quoi }: { href: string; quoi: string }) => (
  <p class="sub exporter">
    <Liens href={href} quoi={quoi} />
  </p>
)
