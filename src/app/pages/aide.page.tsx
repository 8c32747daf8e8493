import { Hono } from 'hono'
import { compter } from '#kernel/texte.ts'
import type { Env } from '#web/env.ts'
import { aideUrl, connexionUrl } from '#web/links.ts'
import { listeDesComptes, motDePasseDemo, nomDuRole } from '../demo/comptes.ts'
import { chapitres, chercherChapitres } from './aide-chercher.ts'
import { PageCommune } from './page-commune.tsx'

const Comptes = () => (
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
      Le courrier de la démonstration ne part pas : il se lit dans <a href="/courriels">la boîte d’essai</a>.
      Les liens pour signer y arrivent.
    </p>
  </>
)

const Aide = ({ demo, q }: { demo: boolean; q: string }) => {
  const trouves = q === '' ? undefined : chercherChapitres(q)
  return (
    <PageCommune title="Aide" lede="Le métier, geste par geste, de la première offre au dernier certificat.">
      <form action={aideUrl()} class="champ">
        <label for="aide-q">Chercher dans l’aide</label>
        <input id="aide-q" name="q" type="search" value={q} maxlength={100} />
        <button class="button" type="submit">
          Chercher
        </button>
      </form>
      {trouves ? (
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
                  <a href={`#${c.id}`}>{c.titre}</a>
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
            <a href={`#${c.id}`}>{c.titre}</a>
          </li>
        ))}
      </ol>
      {demo ? <Comptes /> : null}
      {chapitres.map((c) => (
        <>
          <h2 id={c.id}>{c.titre}</h2>
          {c.corps}
        </>
      ))}
    </PageCommune>
  )
}

export const aidePage = new Hono<Env>().get(aideUrl(), (c) =>
  c.html(
    <Aide
      demo={c.get('services').config.demo}
      q={(c.req.query('q') ?? '').toWellFormed().replaceAll('\0', '').trim().slice(0, 100)}
    />,
  ),
)
