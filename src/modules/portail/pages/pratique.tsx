import { peutSuivre } from '#modules/organisme/index.ts'
import { direPole, type PoleOuvert, proposerUrl, rejoindreUrl } from '#modules/pole/index.ts'
import { withQuery } from '#web/links.ts'
import { ecrireUrl, polesMetiersUrl, rejoindreLUnionUrl } from '../liens.ts'

/** « En pratique » : rejoindre, impulser, écrire ; au pied d'un retour. */
export const EnPratique = ({ pole, code, courriel }: { pole: string; code: string; courriel: string }) => (
  <div class="pratique-encart">
    <h2>En pratique</h2>
    <p>
      Ce pôle vous attire ? Votre coopérative le rejoint en deux minutes. Celui qu’il vous faudrait n’existe
      pas ? Impulsez-le sur votre territoire.
    </p>
    <p class="rdv-do">
      {peutSuivre('pole.participer') ? (
        <a class="button call" href={rejoindreUrl({ pole: code })}>
          Rejoindre {pole}
        </a>
      ) : null}
      {peutSuivre('pole.mandater') ? <a href={proposerUrl()}>Impulser un pôle</a> : null}
      {courriel ? <a href={`mailto:${encodeURI(courriel)}`}>Écrire au pôle</a> : null}
    </p>
    <p>
      Votre coopérative n’est pas encore ici ?{' '}
      <a href={withQuery(rejoindreLUnionUrl(), { pole: code })}>Inscrivez-la avec son SIREN</a>, ou{' '}
      <a href={ecrireUrl()}>écrivez à votre délégué·e</a>.
    </p>
  </div>
)

/** La même chose en trois portes, à l'accueil de l'Union. */
export const TroisPortes = ({ poles }: { poles: readonly PoleOuvert[] }) => {
  const ecrire = poles.find((p) => p.courriel !== '')
  return (
    <section class="sect pratique" aria-labelledby="pratique">
      <div class="sect-h">
        <h2 id="pratique">En pratique</h2>
      </div>
      <ul class="trois">
        <li>
          <h3>
            <a href={polesMetiersUrl()}>Rejoindre un pôle</a>
          </h3>
          <p>
            Deux minutes. Pas encore ici ? <a href={rejoindreLUnionUrl()}>Votre numéro Siren suffit</a>. La
            prochaine date arrive par courriel.
          </p>
        </li>
        <li>
          <h3>
            {peutSuivre('pole.mandater') ? (
              <a href={proposerUrl()}>Impulser un pôle sur votre territoire</a>
            ) : (
              'Impulser un pôle sur votre territoire'
            )}
          </h3>
          <p>
            Une raison d’être, que d’autres coopératives signent, et le pôle naît.{' '}
            <a href={withQuery(ecrireUrl(), { sujet: 'impulser' })}>En parler d’abord à votre délégué·e</a>
          </p>
        </li>
        <li>
          <h3>
            <a href={ecrireUrl()}>Écrire à votre délégué·e</a>
          </h3>
          <p>
            Une question, une suggestion, un projet de reprise. Réponse sous trois jours ouvrés, d’ordinaire.
            {ecrire ? (
              <>
                {' '}
                Ou <a href={`mailto:${encodeURI(ecrire.courriel)}`}>écrire au {direPole(ecrire.nom)}</a>.
              </>
            ) : null}
          </p>
        </li>
      </ul>
    </section>
  )
}
