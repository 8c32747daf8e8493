import { Hono } from 'hono'
import { demanderEspaceUrl } from '#modules/espaces/index.ts'
import type { Env } from '#web/env.ts'
import { donneesPersonnellesUrl } from '#web/links.ts'
import { PageCommune } from './page-commune.tsx'

const DonneesPersonnelles = () => (
  <PageCommune title="Données personnelles" lede="Qui garde quoi, pourquoi, et comment vous faire entendre.">
    <h2>Qui en répond</h2>
    <p>
      L’organisme de formation qui vous inscrit ou vous emploie est responsable de vos données. La personne
      qui tient cette instance l’héberge pour lui : elle ne lit vos données qu’à sa demande, et chaque visite
      est écrite dans un journal que l’organisme peut lire.
    </p>
    <h2>Ce qui est gardé, et pourquoi</h2>
    <ul>
      <li>Nom, prénom, courriel, employeur : pour vous inscrire, vous convoquer et établir vos documents.</li>
      <li>
        Présences et signatures : l’organisme doit prouver que la formation a eu lieu (code du travail,
        articles L6362-6 et R6313-3).
      </li>
      <li>Compte : votre mot de passe n’est jamais gardé, seulement de quoi le reconnaître.</li>
    </ul>
    <h2>Les témoins de connexion</h2>
    <p>
      Deux seulement, nécessaires au service : l’un tient votre session, l’autre porte le message d’une page à
      la suivante. Ni mesure d’audience, ni publicité, ni appel à un autre site. Aucun bandeau n’est donc
      demandé.
    </p>
    <h2>Vos droits</h2>
    <p>
      Vous pouvez demander à l’organisme, depuis <a href={demanderEspaceUrl()}>votre espace</a> ou en lui
      écrivant, de lire, corriger ou effacer ce qui vous concerne (règlement général sur la protection des
      données, articles 15 à 22). Une preuve de présence se garde le temps que la loi impose ; passé ce temps,
      la part personnelle s’efface et la preuve reste vérifiable sans vous nommer. Si la réponse ne vous
      convient pas, vous pouvez saisir la CNIL.
    </p>
  </PageCommune>
)

export const donneesPersonnellesPage = new Hono<Env>().get(donneesPersonnellesUrl(), (c) =>
  c.html(<DonneesPersonnelles />),
)
