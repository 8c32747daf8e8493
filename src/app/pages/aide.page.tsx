import { Hono } from 'hono'
import { dureeEnMots } from '#modules/comptes/index.ts'
import type { Env } from '#web/env.ts'
import { aideUrl, connexionUrl } from '#web/links.ts'
import { listeDesComptes, motDePasseDemo } from '../demo/comptes.ts'
import { PageCommune } from './page-commune.tsx'

const Aide = ({ demo }: { demo: boolean }) => (
  <PageCommune title="Aide" lede="Ce qu’il faut savoir pour commencer, en une page.">
    <h2>Vous êtes stagiaire</h2>
    <p>
      Vous n’avez ni compte ni mot de passe. Le courriel de votre organisme porte un lien personnel : il ne
      sert qu’à vous, il expire, et il dit ce qu’il permet. S’il ne marche plus, demandez-en un autre à votre
      organisme : il en envoie un en un geste.
    </p>
    <h2>Vous faites partie d’une coopérative</h2>
    <ul>
      <li>
        Votre compte naît d’une invitation, envoyée par qui administre votre coopérative. Le lien vaut{' '}
        {dureeEnMots('invitation')}.
      </li>
      <li>
        Mot de passe oublié : la page de connexion envoie un lien qui vaut {dureeEnMots('reinitialisation')}.
      </li>
      <li>
        Dans une coopérative d’activité, l’enseigne pour laquelle vous agissez se lit en haut, sous le nom de
        la coopérative ; elle se change là.
      </li>
      <li>Un accès qui a une date de fin la montre en haut, à côté de votre nom.</li>
      <li>
        Un second facteur se règle dans « Mon compte » ; gardez les codes de secours ailleurs que dans le
        téléphone.
      </li>
      <li>
        Si un geste vous est refusé, la page dit qui peut le faire, et l’article qui le demande s’il y en a
        un.
      </li>
      <li>La touche « / » mène à la recherche, depuis toutes les pages.</li>
    </ul>
    <h2>Une page est en panne</h2>
    <p>
      Elle montre un numéro. Donnez-le à la personne qui tient cette instance : il mène à la ligne du journal
      technique, qui ne contient aucune donnée de personne.
    </p>
    {demo ? (
      <>
        <h2 id="demonstration">Les comptes de démonstration</h2>
        <p>
          Tous ont le mot de passe <code>{motDePasseDemo}</code>. <a href={connexionUrl()}>Se connecter</a>
        </p>
        <ul>
          {listeDesComptes().map((compte) => (
            <li>
              <code>{compte.courriel}</code>, {compte.role}, {compte.nomOrganisme}
            </li>
          ))}
        </ul>
        <p>
          Le courrier de la démonstration ne part pas : il se lit dans{' '}
          <a href="/courriels">la boîte d’essai</a>.
        </p>
      </>
    ) : null}
  </PageCommune>
)

export const aidePage = new Hono<Env>().get(aideUrl(), (c) =>
  c.html(<Aide demo={c.get('services').config.demo} />),
)
