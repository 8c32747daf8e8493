import { enLettres, lettres } from '../domain/en-lettres.ts'
import { tisser } from '../domain/etoffe.ts'

/** Un fil par coopérative, un fil libre, et un fil par chantier en travers : le dessin, et ce qu’il dit à qui ne le voit pas. */
export const Etoffe = (p: {
  cooperatives: readonly string[]
  /** Faux : il y en a d’autres, que l’on n’a pas lues ; leur nombre ne s’écrit pas. */
  complet: boolean
  chantiers: readonly string[]
}) => {
  const e = tisser(p.cooperatives, p.chantiers)
  const chantiers = p.chantiers.slice(0, e.chantiers.length)
  const n = p.cooperatives.length
  const fils = !p.complet ? 'des fils' : n === 1 ? 'un fil' : enLettres(n, 'fil')
  const dit = [
    n > 0
      ? `En long, ${fils}, un par coopérative : ${p.cooperatives.join(', ')}${p.complet ? '' : ', et d’autres'} ; un autre, de couleur vive, attend un nom.`
      : 'En long, un seul fil, de couleur vive : il attend un nom.',
    chantiers.length > 0 ? `En travers, un fil par chantier commun : ${chantiers.join(', ')}.` : '',
  ]
  return (
    <figure class="accueil-t">
      <svg class="etoffe" viewBox="0 0 730 500" role="img" aria-label={`Une étoffe. ${dit.join(' ').trim()}`}>
        {e.chantiers.map((c) => (
          <path class="trame" d={`M${c.x} ${e.haut}V${e.bas}`} />
        ))}
        {e.croisements
          .filter((c) => !c.dessus)
          .map((c) => (
            <path class="dessous" d={`M${c.x} ${c.y - 12}v24`} stroke-width="14" />
          ))}
        {e.fils.map((f) => (
          <path class="chaine" d={f.trace} stroke-width={e.trait} />
        ))}
        {e.fils
          .filter((f) => f.libre)
          .map((f) => (
            <path class="chaine vive" d={f.trace} stroke-width={Math.max(2, e.trait - 5)} />
          ))}
        {e.croisements
          .filter((c) => c.dessus)
          .map((c) => (
            <>
              <path class="dessous" d={`M${c.x} ${c.y - e.trait / 2 - 2}v${e.trait + 4}`} stroke-width="22" />
              <path class="trame" d={`M${c.x} ${c.y - 13}v26`} />
            </>
          ))}
        {e.fils.map((f) => (
          <>
            <circle class={f.libre ? 'bout libre-b' : 'bout'} cx="20" cy={f.y} r={Math.max(4, e.trait - 1)} />
            {f.nom ? (
              <text x="44" y={f.y - 15}>
                {f.nom}
              </text>
            ) : null}
          </>
        ))}
        {e.chantiers.map((c) =>
          c.lignes.map((l, i) => (
            <text
              class="chantier"
              x={c.x}
              y={c.enHaut ? e.haut - 12 - 18 * (c.lignes.length - 1 - i) : e.bas + 24 + 18 * i}
              text-anchor="middle"
            >
              {l}
            </text>
          )),
        )}
      </svg>
      <figcaption>
        {n > 0 ? `En long, ${p.complet ? enLettres(n, 'coopérative') : 'des coopératives'}. ` : ''}
        {chantiers.length > 0
          ? `En travers, ${chantiers.length === 1 ? 'un chantier commun' : `${lettres[chantiers.length]} chantiers communs`}. `
          : ''}
        Chacune garde son fil : ce qu’elle partage, elle l’a décidé.
      </figcaption>
    </figure>
  )
}
