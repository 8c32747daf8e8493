import { Hono } from 'hono'
import { compter } from '#kernel/texte.ts'
import { peutSuivre } from '#modules/organisme/index.ts'
import type { Env } from '#web/env.ts'
import { boiteUrl, litLaBoite } from '#web/http/boite-d-essai.ts'
import { notFound } from '#web/http/errors.tsx'
import { aideUrl, chapitreUrl, connexionUrl } from '#web/links.ts'
import { listeDesComptes, motDePasseDemo, nomDuRole } from '../demo/comptes.ts'
import { chapitres, chercherChapitres } from './aide-chercher.ts'
import { chercherReponses } from './aide-mots.ts'
import { PageCommune } from './page-commune.tsx'

const Comptes = ({ boite }: { boite: boolean }) => (
  <>
    <h2 id="demonstration">Les comptes de démonstration</h2>
    <p>
      Tous ont le mot de passe <code>{motDePasseDemo}</code>. <a href={connexionUrl()}>Se connecter</a>
    </p>
    <ul>
      {listeDesComptes().map((compte) => (
        <li>
          <code>{compte.courriel}</code>, {nomDuRole(compte.role)}, {compte.nomOrganisme}
        </li>
      ))}
    </ul>
    <p>
      Le courrier de la démonstration ne part pas : lisez-le dans{' '}
      {boite ? <a href={boiteUrl()}>la boîte d’essai</a> : 'la boîte d’essai, sur la machine même'}. Les liens
      pour signer y arrivent.
    </p>
  </>
)

const Aide = ({ demo, boite, q }: { demo: boolean; boite: boolean; q: string }) => {
  const reponses = chercherReponses(q)
  const trouves = q === '' ? undefined : chercherChapitres(q)
  return (
    <PageCommune title="Aide" lede="Le métier, geste par geste, de la première offre au dernier certificat.">
      <form action={aideUrl()} class="chercher">
        <p class="field l3">
          <label for="aide-q">Chercher dans l’aide</label>
          <input id="aide-q" name="q" type="search" value={q} maxlength={100} />
        </p>
        <p>
          <button class="button" type="submit">
            Chercher
          </button>
        </p>
      </form>
      {reponses.length > 0 ? (
        <>
          <h2 id="directes">Où le faire</h2>
          <ul>
            {reponses.map((r) => {
              const titre = chapitres.find((c) => c.id === r.chapitre)?.titre
              return (
                <li>
                  {r.dit}{' '}
                  {r.page && (!r.page.droit || peutSuivre(r.page.droit, { liste: true })) ? (
                    <>
                      <a href={r.page.href}>{r.page.libelle}</a>, et dans l’aide{' '}
                    </>
                  ) : (
                    'Dans l’aide '
                  )}
                  <a href={chapitreUrl({ chapitre: r.chapitre })}>{titre}</a>.
                </li>
              )
            })}
          </ul>
        </>
      ) : null}
      {trouves && (trouves.length > 0 || reponses.length === 0) ? (
        <>
          <h2 id="reponses">
            {trouves.length === 0
              ? `Aucun chapitre ne dit «\u00a0${q}\u00a0»`
              : `${compter(trouves.length, 'chapitre')} pour «\u00a0${q}\u00a0»`}
          </h2>
          {trouves.length === 0 ? (
            <p>Essayez un mot du métier : convention, émarger, facture, effacer…</p>
          ) : (
            <ul>
              {trouves.map((c) => (
                <li>
                  <a href={chapitreUrl({ chapitre: c.id })}>{c.titre}</a>
                </li>
              ))}
            </ul>
          )}
        </>
      ) : null}
      <h2 id="sommaire-aide">Sommaire</h2>
      <ol>
        {chapitres.map((c) => (
          <li>
            <a href={chapitreUrl({ chapitre: c.id })}>{c.titre}</a>
          </li>
        ))}
      </ol>
      {demo ? <Comptes boite={boite} /> : null}
    </PageCommune>
  )
}

/** Un chapitre par page : la première visite reste légère, et « Aide de cette page » n'ouvre que ce qu'il faut. */
const UnChapitre = ({ rang }: { rang: number }) => {
  const chapitre = chapitres[rang]
  const [avant, apres] = [chapitres[rang - 1], chapitres[rang + 1]]
  if (!chapitre) return null
  return (
    <PageCommune title={chapitre.titre} lede="Un chapitre de l’aide.">
      {chapitre.corps}
      <nav aria-label="Chapitres voisins">
        <p>
          <a href={aideUrl()}>Toute l’aide</a>
        </p>
        {avant ? (
          <p>
            Avant :{' '}
            <a href={chapitreUrl({ chapitre: avant.id })} rel="prev">
              {avant.titre}
            </a>
          </p>
        ) : null}
        {apres ? (
          <p>
            Ensuite :{' '}
            <a href={chapitreUrl({ chapitre: apres.id })} rel="next">
              {apres.titre}
            </a>
          </p>
        ) : null}
      </nav>
    </PageCommune>
  )
}

export const aidePage = new Hono<Env>()
  .get(aideUrl(), (c) =>
    c.html(
      <Aide
        demo={c.get('services').config.demo}
        boite={litLaBoite(c)}
        q={(c.req.query('q') ?? '').toWellFormed().replaceAll('\0', '').trim().slice(0, 100)}
      />,
    ),
  )
  .get(chapitreUrl.modele, (c) => {
    const rang = chapitres.findIndex((x) => x.id === c.req.param('chapitre'))
    return rang === -1 ? notFound(c) : c.html(<UnChapitre rang={rang} />)
  })
