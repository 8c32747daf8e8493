import { Hono } from 'hono'
import type { Env } from '#web/env.ts'
import { aideUrl, connexionUrl } from '#web/links.ts'
import { listeDesComptes, motDePasseDemo, nomDuRole } from '../demo/comptes.ts'
import { chapitres } from './aide-chapitres.tsx'
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

const Aide = ({ demo }: { demo: boolean }) => (
  <PageCommune title="Aide" lede="Le métier, geste par geste, de la première offre au dernier certificat.">
    <h2 id="sommaire">Sommaire</h2>
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

export const aidePage = new Hono<Env>().get(aideUrl(), (c) =>
  c.html(<Aide demo={c.get('services').config.demo} />),
)
