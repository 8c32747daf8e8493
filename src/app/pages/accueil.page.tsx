import { Hono } from 'hono'
import { estAFonder } from '#modules/comptes/index.ts'
import { premiersPasUrl } from '#modules/organisme/index.ts'
import { formationsUrl, lirePorteDEntree, PorteDEntreeVue, unionUrl } from '#modules/portail/index.ts'
import type { Services } from '#platform/services.ts'
import { ButtonLink, PublicPage } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { accueilUrl, aideUrl, aujourdhuiUrl, connexionUrl } from '#web/links.ts'

const Accueil = ({ demo }: { demo: boolean }) => (
  <PublicPage
    title="Coforme"
    description="Le logiciel libre que des coopératives de formation possèdent ensemble."
    lede="Le logiciel libre que des coopératives de formation possèdent ensemble."
  >
    <div class="commune">
      <p>
        On fait son travail : une offre, une session, des inscriptions, des feuilles signées, un certificat.
        Ce que la loi demande en est une vue, avec l’article qui le dit.
      </p>
      <p>
        <ButtonLink href={connexionUrl()} genre="main">
          Se connecter
        </ButtonLink>{' '}
        <ButtonLink href={formationsUrl()}>Voir les formations</ButtonLink>
      </p>
      <h2>Vous êtes stagiaire</h2>
      <p>
        Vous n’avez pas besoin de compte. Ouvrez le lien que votre organisme vous a envoyé par courriel : il
        ne sert qu’à vous, et à une seule chose.
      </p>
      <h2>Vous avez un document entre les mains</h2>
      <p>
        Une feuille d’émargement ou un certificat porte une adresse de vérification, sous son code carré :
        elle dit si le document a bien été émis ici, sans montrer une seule donnée de personne.
      </p>
      <h2>Vous êtes d’une coopérative, ou curieuse d’en rejoindre une</h2>
      <p>
        <a href={unionUrl()}>Le site de l’Union régionale</a> montre les pôles, leurs prochaines rencontres et
        ce qu’il en est sorti.
      </p>
      {demo ? (
        <p class="sub">
          Ceci est une démonstration : les coopératives et les personnes sont inventées. Les comptes
          s’affichent au démarrage, et dans l’<a href={aideUrl()}>aide</a>.
        </p>
      ) : null}
    </div>
  </PublicPage>
)

/** La porte de l'instance : sa journée pour qui est connecté, les premiers pas d'une instance vide, sinon qui nous sommes ; avec une Union, elle se montre. */
export const accueilPage = ({ db, config, clock }: Services): Hono<Env> =>
  new Hono<Env>().get(accueilUrl(), async (c) => {
    if (c.get('visiteur')) return c.redirect(aujourdhuiUrl(), 303)
    if (await estAFonder(db)) return c.redirect(premiersPasUrl(), 303)
    const porte = await db.lire((tx) => lirePorteDEntree(tx, clock.now()))
    return c.html(
      porte ? (
        <PorteDEntreeVue p={porte} demo={config.demo} origine={config.origine} />
      ) : (
        <Accueil demo={config.demo} />
      ),
    )
  })
