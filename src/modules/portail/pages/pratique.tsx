import { direPole, fonderUrl, type PoleOuvert, rejoindreUrl } from '#modules/pole/index.ts'
import { polesMetiersUrl } from '../liens.ts'

/** « En pratique » : rejoindre, impulser, écrire ; au pied d'un retour. */
export const EnPratique = ({ pole, code, courriel }: { pole: string; code: string; courriel: string }) => (
  <div class="pratique-encart">
    <h2>En pratique</h2>
    <p>
      Ce pôle vous attire ? Votre coopérative le rejoint en deux minutes. Celui qu’il vous faudrait n’existe
      pas ? Impulsez-le sur votre territoire.
    </p>
    <p class="rdv-do">
      <a class="button call" href={rejoindreUrl({ pole: code })}>
        Rejoindre {pole}
      </a>
      <a href={fonderUrl()}>Impulser un pôle</a>
      {courriel ? <a href={`mailto:${encodeURI(courriel)}`}>Écrire au pôle</a> : null}
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
            Deux minutes : ce que vous cherchez, ce que vous proposez. La prochaine date arrive par courriel.
          </p>
        </li>
        <li>
          <h3>
            <a href={fonderUrl()}>Impulser un pôle sur votre territoire</a>
          </h3>
          <p>Une raison d’être et une première date : d’autres coopératives vous y rejoignent.</p>
        </li>
        {ecrire ? (
          <li>
            <h3>
              <a href={`mailto:${encodeURI(ecrire.courriel)}`}>Écrire au {direPole(ecrire.nom)}</a>
            </h3>
            <p>Une question, une suggestion, une envie de venir voir.</p>
          </li>
        ) : null}
      </ul>
    </section>
  )
}
