/** Une part, dessinée à côté de son nombre écrit : un trait plein sur un cadre, qui se lit sans couleur. Une voix ne lit que le nombre. */
export const Jauge = ({ valeur, sur }: { valeur: number; sur: number }) => {
  const part = sur > 0 ? Math.round(Math.min(Math.max(valeur / sur, 0), 1) * 96) : 0
  return (
    <svg class="jauge" viewBox="0 0 98 10" aria-hidden="true">
      <rect class="cadre" x="0.5" y="0.5" width="97" height="9" />
      {part > 0 ? <rect class="plein" x="1" y="1" width={String(part)} height="8" /> : null}
    </svg>
  )
}
