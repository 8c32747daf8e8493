// biome-ignore-all lint/a11y/useSemanticElements: <search> n’est pas encore dit par tous les lecteurs d’écran
import { Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { departements, estDepartement } from '#kernel/departements.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { ficheUrl } from '#modules/catalogue/index.ts'
import { retourPublieUrl } from '#modules/pole/index.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import {
  chercherLivrables,
  chercherNouvelles,
  chercherOffres,
  chercherRetours,
  type LigneAnnuaire,
  type LivrableTrouve,
  lireAnnuaire,
  type NouvelleTrouvee,
  type OffreTrouvee,
  type RetourTrouve,
} from '../db/annuaire.ts'
import { enRequete } from '../domain/mots.ts'
import { actualiteUrl, chercherUrl, cooperativesUrl, cooperativeUrl, livrableOuvertUrl } from '../liens.ts'
import { Cadre } from './cadre.tsx'
import { Quand } from './nouvelles.tsx'

const parGenre = 20

/** Un champ, un département : sur l'accueil, et en tête des réponses. */
export const Chercher = ({
  q = '',
  departement = '',
  id,
}: {
  q?: string
  departement?: string
  id: string
}) => (
  <form class="chercher" method="get" action={chercherUrl()} role="search" aria-label="Chercher sur le site">
    <p class="field">
      <label for={`${id}-q`}>Que cherchez-vous ?</label>
      <input id={`${id}-q`} name="q" type="search" value={q} maxlength={100} />
      <small>un métier, un thème, un nom : anglais, menuiserie, Langue & Lien</small>
    </p>
    <p class="field">
      <label for={`${id}-d`}>Où ?</label>
      <select id={`${id}-d`} name="departement">
        <option value="">Partout</option>
        {departements.map(([code, nom]) => (
          <option value={code} selected={code === departement}>
            {code} {nom}
          </option>
        ))}
      </select>
    </p>
    <p>
      <button class="button main" type="submit">
        Chercher
      </button>
    </p>
  </form>
)

type Trouve = {
  cooperatives: readonly LigneAnnuaire[]
  offres: readonly OffreTrouvee[]
  nouvelles: readonly NouvelleTrouvee[]
  retours: readonly RetourTrouve[]
  livrables: readonly LivrableTrouve[]
}
const Vue = ({
  q,
  departement,
  t,
  origine,
}: {
  q: string
  departement: string
  t: Trouve | undefined
  origine: string
}) => (
  <Cadre
    title={q ? `Chercher : ${q}` : 'Chercher'}
    description="Chercher parmi les coopératives, leurs formations, les actualités, les rencontres racontées et les livrables des pôles."
    canonique={`${origine}${chercherUrl()}`}
  >
    <div class="lecture publiques">
      <header class="tete">
        <h1>Chercher</h1>
      </header>
      <Chercher q={q} departement={departement} id="c" />
      {!t ? (
        <p>Écrivez au moins deux signes. Les accents, la casse et le pluriel ne comptent pas.</p>
      ) : Object.values(t).every((l) => l.length === 0) ? (
        <p>
          Rien ne répond à « {q} ». Essayez un mot de moins, ou{' '}
          <a href={cooperativesUrl()}>parcourez l’annuaire</a>.
        </p>
      ) : (
        <>
          {t.cooperatives.length > 0 ? (
            <section aria-labelledby="r-c">
              <h2 id="r-c">Coopératives</h2>
              <ul class="fiches">
                {t.cooperatives.map((l) => (
                  <li>
                    <a href={cooperativeUrl({ code: l.code })}>{l.nom}</a>{' '}
                    <span class="sub">{[l.ville, ...l.themes].filter(Boolean).join(', ')}</span>
                  </li>
                ))}
              </ul>
            </section>
          ) : null}
          {t.offres.length > 0 ? (
            <section aria-labelledby="r-o">
              <h2 id="r-o">Formations</h2>
              <ul class="fiches">
                {t.offres.map((o) => (
                  <li>
                    <a href={ficheUrl({ offre: o.offre })}>{o.intitule}</a>{' '}
                    <span class="sub">{o.organisme}</span>
                  </li>
                ))}
              </ul>
            </section>
          ) : null}
          {t.nouvelles.length > 0 ? (
            <section aria-labelledby="r-n">
              <h2 id="r-n">Actualités</h2>
              <ul class="fiches">
                {t.nouvelles.map((n) => (
                  <li>
                    <a href={actualiteUrl({ adresse: n.adresse })}>{n.titre}</a>{' '}
                    <span class="sub">
                      {n.pole}, <Quand le={n.le} />
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          ) : null}
          {t.retours.length > 0 ? (
            <section aria-labelledby="r-r">
              <h2 id="r-r">Retours sur les rencontres</h2>
              <ul class="fiches">
                {t.retours.map((r) => (
                  <li>
                    <a href={retourPublieUrl({ adresse: r.adresse })}>{r.titre}</a>{' '}
                    <span class="sub">
                      {r.pole}, {formaterDate(r.jour)}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          ) : null}
          {t.livrables.length > 0 ? (
            <section aria-labelledby="r-l">
              <h2 id="r-l">Livrables à reprendre</h2>
              <ul class="fiches">
                {t.livrables.map((l) => (
                  <li>
                    <a href={livrableOuvertUrl({ livrable: l.livrable })}>{l.titre}</a>{' '}
                    <span class="sub">{l.pole}</span>
                  </li>
                ))}
              </ul>
            </section>
          ) : null}
        </>
      )}
    </div>
  </Cadre>
)

/** `/chercher` : les coopératives, leurs formations, les actualités, les retours et les livrables, d'un seul mot. */
export const chercherPage = ({ db, config, clock }: Pick<Services, 'db' | 'config' | 'clock'>) =>
  new Hono<Env>().get(chercherUrl(), async (c) => {
    const q = (c.req.query('q') ?? '').toWellFormed().replaceAll('\0', '').slice(0, 100).trim()
    const lu = c.req.query('departement') ?? ''
    const departement = estDepartement(lu) ? lu : ''
    const mots = enRequete(q)
    // Seule une coopérative dit où elle est : un lieu choisi ne garde qu'elles.
    const reste = mots !== '' && departement === ''
    const t =
      mots === '' && departement === ''
        ? undefined
        : await db.lire(async (tx): Promise<Trouve> => {
            const [cooperatives, offres, nouvelles, retours, livrables] = await Promise.all([
              lireAnnuaire(tx, { mots, departement }, parGenre),
              reste ? chercherOffres(tx, mots, jourLocal(clock.now(), ZONE_PAR_DEFAUT), parGenre) : [],
              reste ? chercherNouvelles(tx, mots, clock.now(), parGenre) : [],
              reste ? chercherRetours(tx, mots, parGenre) : [],
              reste ? chercherLivrables(tx, mots, parGenre) : [],
            ])
            return { cooperatives, offres, nouvelles, retours, livrables }
          })
    return c.html(<Vue q={q} departement={departement} t={t} origine={config.origine} />)
  })
