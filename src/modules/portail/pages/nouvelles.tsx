/** Les morceaux que partagent les pages d'actualités. */
import type { Child } from 'hono/jsx'
import { formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { Nouvelle } from '../db/parutions.ts'
import { actualiteUrl, illustrationUrl } from '../liens.ts'

export const Quand = ({ le }: { le: Date }) => {
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  return <time datetime={jour}>{formaterDate(jour)}</time>
}

/** Une image d'actualité : chargée quand on y vient, sauf en tête de page. */
export const Illustration = ({
  image,
  grande = false,
}: {
  image: NonNullable<Nouvelle['image']>
  grande?: boolean
}) => (
  <img
    class="illustration"
    src={illustrationUrl({ image: image.id, taille: grande ? 'grande' : 'petite' })}
    alt={image.alt}
    width={image.largeur}
    height={image.hauteur}
    loading="lazy"
    decoding="async"
  />
)

const LirePlus = ({ n }: { n: Nouvelle }) => (
  <p>
    <a href={actualiteUrl({ adresse: n.adresse })}>
      Lire plus<span class="unseen"> : {n.titre}</span>
    </a>
  </p>
)

/** La première en grand, les autres à côté : l'accueil et la tête de la liste. */
export const Nouvelles = ({ nouvelles, niveau = 3 }: { nouvelles: readonly Nouvelle[]; niveau?: 2 | 3 }) => (
  <div class="nouvelles">
    {nouvelles.map((n, i) => (
      <article class={i === 0 ? 'nouvelle premiere' : 'nouvelle'}>
        <p class="sub">
          <Quand le={n.le} />, {n.pole}
        </p>
        <Titre niveau={niveau}>
          <a href={actualiteUrl({ adresse: n.adresse })}>{n.titre}</a>
        </Titre>
        {i === 0 && n.image ? <Illustration image={n.image} /> : null}
        {n.chapo ? <p>{n.chapo}</p> : null}
        <LirePlus n={n} />
      </article>
    ))}
  </div>
)

const Titre = ({ niveau, children }: { niveau: 2 | 3; children?: Child }) =>
  niveau === 2 ? <h2>{children}</h2> : <h3>{children}</h3>

/** La liste entière, une ligne chacune. */
export const ListeNouvelles = ({ nouvelles }: { nouvelles: readonly Nouvelle[] }) => (
  <ol class="retours actualites">
    {nouvelles.map((n) => (
      <li>
        <p class="quand">
          <Quand le={n.le} />
        </p>
        <div>
          <h2>
            <a href={actualiteUrl({ adresse: n.adresse })}>{n.titre}</a>
          </h2>
          {n.chapo ? <p>{n.chapo}</p> : null}
          <p class="sub">{[n.pole, ...n.etiquettes].join(', ')}</p>
          <LirePlus n={n} />
        </div>
      </li>
    ))}
  </ol>
)
