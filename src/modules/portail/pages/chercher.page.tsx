// biome-ignore-all lint/a11y/useSemanticElements: <search> n’est pas encore dit par tous les lecteurs d’écran
import { Hono } from 'hono'
import { departements, estDepartement } from '#kernel/departements.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { ficheUrl } from '#modules/catalogue/index.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import {
  chercherNouvelles,
  chercherOffres,
  type LigneAnnuaire,
  lireAnnuaire,
  type NouvelleTrouvee,
  type OffreTrouvee,
} from '../db/annuaire.ts'
import { enRequete } from '../domain/mots.ts'
import { actualiteUrl, chercherUrl, cooperativesUrl, cooperativeUrl } from '../liens.ts'
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
    description="Chercher parmi les coopératives, leurs formations et les actualités."
    canonique={`${origine}${chercherUrl()}`}
  >
    <div class="lecture publiques">
      <header class="tete">
        <h1>Chercher</h1>
      </header>
      <Chercher q={q} departement={departement} id="c" />
      {!t ? (
        <p>Écrivez au moins deux signes. Les accents, la casse et le pluriel ne comptent pas.</p>
      ) : t.cooperatives.length + t.offres.length + t.nouvelles.length === 0 ? (
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
        </>
      )}
    </div>
  </Cadre>
)

/** `/chercher` : les coopératives, leurs formations et les actualités, d'un seul mot. */
export const chercherPage = ({ db, config, clock }: Pick<Services, 'db' | 'config' | 'clock'>) =>
  new Hono<Env>().get(chercherUrl(), async (c) => {
    const q = (c.req.query('q') ?? '').toWellFormed().replaceAll('\0', '').slice(0, 100).trim()
    const lu = c.req.query('departement') ?? ''
    const departement = estDepartement(lu) ? lu : ''
    const mots = enRequete(q)
    const t =
      mots === '' && departement === ''
        ? undefined
        : await db.lire(async (tx) => ({
            cooperatives: await lireAnnuaire(tx, { mots, departement }, parGenre),
            // Une offre et une actualité ne disent pas de département : un lieu choisi ne garde que les coopératives.
            offres:
              mots === '' || departement
                ? []
                : await chercherOffres(tx, mots, jourLocal(clock.now(), ZONE_PAR_DEFAUT), parGenre),
            nouvelles:
              mots === '' || departement ? [] : await chercherNouvelles(tx, mots, clock.now(), parGenre),
          }))
    return c.html(<Vue q={q} departement={departement} t={t} origine={config.origine} />)
  })
