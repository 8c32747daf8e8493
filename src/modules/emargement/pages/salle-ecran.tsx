/** Ce que montre l’écran de qui forme : le carré qui tourne, et le code de chacun. */
import { Button, ButtonLink, Form, Marques, Page, SignaturePage } from '#web/components.tsx'
import { emptyForm } from '#web/form.ts'
import { ouEst } from '../gestes/composer.ts'
import type { VueDeLaFeuille } from '../gestes/lire-feuille.ts'
import { afficherSalleUrl, feuilleUrl, ouvrirTabletteUrl } from '../liens.ts'
import { capitale, direSignees, fermeture, nommer } from './commun.ts'
import { TropTard } from './trop-tard.tsx'

export const Afficher = ({ vue, code, qr }: { vue: VueDeLaFeuille; code: string; qr: string }) => {
  const { demi, cases } = vue
  return (
    <SignaturePage
      title="Photographiez, touchez votre nom"
      maison={demi.session.intitule}
      contexte={`${capitale(nommer(demi))}, ${ouEst(demi)}. On signe jusqu’à ${fermeture(demi)}.`}
    >
      <p>
        <img class="qr-salle" src={qr} alt="Code de la salle, à photographier avec son téléphone" />
      </p>
      <Marques
        etats={cases.map((c) =>
          c.presence.etat === 'signee' ? 'prouve' : c.presence.etat === 'absente' ? 'a-juger' : 'manquant',
        )}
      >
        {direSignees(cases)}.
      </Marques>
      <p class="sub">
        Le code change toutes les trente secondes ; la page se reprend seule. Il ne suffit pas : chacun écrit
        aussi son code à six chiffres, reçu par courriel ou dit par {demi.session.formateur}.
      </p>
      <p class="sub">
        <a href={feuilleUrl({ session: demi.session.id, seance: demi.seance.id })}>Revenir à la feuille</a>
        <span class="unseen"> Code du moment : {code}</span>
      </p>
    </SignaturePage>
  )
}

export const Ouvrir = ({
  vue,
  ouverte,
  fini,
  codes,
}: {
  vue: VueDeLaFeuille
  ouverte: boolean
  fini: boolean
  /** Demandés : qui forme les a lus, et le journal le dit. */
  codes?: ReadonlyMap<string, string>
}) => {
  const { demi } = vue
  const ou = { session: demi.session.id, seance: demi.seance.id }
  return (
    <Page
      title="Code de la salle"
      lede={`${capitale(nommer(demi))}. L’écran montre un carré qui tourne ; chacun le lit de son téléphone.`}
      path={[{ libelle: demi.session.numero, href: feuilleUrl(ou) }]}
    >
      {fini ? (
        <TropTard demi={demi} />
      ) : ouverte ? (
        <>
          <p>
            Le code est affiché, jusqu’à {fermeture(demi)}.{' '}
            <ButtonLink genre="call" href={`${afficherSalleUrl(ou)}?ecran=oui`}>
              Montrer l’écran
            </ButtonLink>
          </p>
          {codes ? (
            <details class="codes" open>
              <summary>Le code de chacun, à dire à qui n’a pas de courriel</summary>
              <p class="sub">Un seul à la fois, à la personne elle-même : il signe à sa place.</p>
              <ul class="demis">
                {vue.cases
                  .filter((c) => c.presence.etat === 'attendue')
                  .map((c) => {
                    const code = codes.get(c.inscription) ?? ''
                    return (
                      <li>
                        <span>
                          {c.personne.prenom} {c.personne.nom}
                        </span>{' '}
                        <span>
                          {code.slice(0, 3)} {code.slice(3)}
                        </span>
                      </li>
                    )
                  })}
              </ul>
            </details>
          ) : null}
          <Form form={emptyForm()} classe="">
            {codes ? null : (
              <p>
                <Button geste="codes">Lire le code de chacun</Button>{' '}
                <span class="sub">Pour qui n’a pas de courriel. Le journal dit que vous les avez lus.</span>
              </p>
            )}
            <p class="gestes-l gestes-f">
              <Button geste="fermer">Retirer le code de la salle</Button>{' '}
              <ButtonLink href={feuilleUrl(ou)}>Revenir à la feuille</ButtonLink>
            </p>
          </Form>
        </>
      ) : (
        <Form form={emptyForm()}>
          <p>
            Chacun touche son nom, puis écrit un code à six chiffres que lui seul a : il le reçoit par
            courriel, ou vous le lui dites. Qui n’a pas de téléphone signe sur{' '}
            <a href={ouvrirTabletteUrl(ou)}>la tablette</a>.
          </p>
          <p class="gestes-l gestes-f">
            <Button genre="call" geste="ouvrir">
              Afficher le code de la salle
            </Button>{' '}
            <ButtonLink href={feuilleUrl(ou)}>Revenir à la feuille</ButtonLink>
          </p>
        </Form>
      )}
    </Page>
  )
}
