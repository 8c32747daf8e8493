/** Ce qu’une arrivée touche, montré avant qu’elle se fasse : places, papiers, qui l’apprend ; un geste. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { ok, type Result } from '#kernel/result.ts'
import { accorder, compter, enumerer } from '#kernel/texte.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { SessionLue, Touche } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { Button, CheckboxField, CheckboxGroup, Definitions, Form, Page, Section } from '#web/components.tsx'
import type { Visiteur } from '#web/env.ts'
import { compterInscrits } from '../db/inscriptions.queries.ts'
import { seConvoque } from '../gestes/accueillir.ts'
import type { Apprenant, Inscription, RefusInscrire } from '../gestes/inscrire.ts'
import { papiersARefaire } from '../lecture/engagements-a-refaire.ts'
import { porteeDe } from '../lecture/portee.ts'
import { quiAccueille } from '../lecture/qui-accueille.ts'
import { inscrireUrl } from '../liens.ts'
import type { PrisesInscriptions } from '../prises.ts'
import { cheminDe } from './commun.ts'
import type { Formulaire } from './inscrire.form.ts'

type ArriveeVue = {
  readonly touche: Touche
  readonly avant: number
  readonly apres: number
  readonly enAttente: number
  readonly arrivee: DateCivile | null
  readonly papiers: readonly { readonly value: string; readonly label: string }[]
  readonly animent: readonly { readonly nom: string; readonly courriel: string | null }[]
  /** Qui regarde remet et convoque. */
  readonly convoque: boolean
  /** Leur premier jour n’a pas commencé. */
  readonly aTemps: boolean
}

/** Essaie l’arrivée, lit ce qu’elle touche, n’en garde rien. */
export const essayerArrivee = async (
  prises: PrisesInscriptions,
  tx: TenantTx,
  ou: { readonly visiteur: Visiteur; readonly session: SessionLue; readonly le: Date },
  inscrire: () => Promise<Result<Inscription, readonly RefusInscrire[]>>,
): Promise<Result<ArriveeVue, readonly RefusInscrire[]>> => {
  const { visiteur, session, le } = ou
  const avant = await compterInscrits(tx, session.id)
  const emet = peutVisiteur(visiteur, 'documents.emettre')
  const convoque = (await porteeDe(tx, visiteur, 'inscriptions.convoquer', session)) === 'tout'
  let lu: Omit<ArriveeVue, 'touche'> | undefined
  const touche = await prises.toucher(tx, ou, async () => {
    const fait = await inscrire()
    if (fait.ok)
      lu = {
        avant,
        apres: await compterInscrits(tx, session.id),
        enAttente: fait.value.enAttente,
        arrivee: fait.value.arrivee,
        papiers: emet ? await papiersARefaire(tx, session, le) : [],
        animent: convoque ? await quiAccueille(tx, session, le) : [],
        convoque: emet && convoque,
        aTemps: seConvoque(session, fait.value.arrivee, le),
      }
    return fait
  })
  if (!touche.ok) return touche
  return lu ? ok({ ...lu, touche: touche.value }) : { ok: false, error: [] }
}

const joignable = (x: { readonly courriel?: string | null | undefined }) =>
  Boolean(x.courriel && isMailAddress(x.courriel))

export const ApercuArrivee = ({
  form,
  session,
  apprenants,
  vu,
}: {
  form: Formulaire
  session: SessionLue
  apprenants: readonly Apprenant[]
  vu: ArriveeVue
}) => {
  const noms = apprenants.map((a) => `${a.prenom} ${a.nom}`)
  const sans = apprenants.filter((a) => !joignable(a)).map((a) => `${a.prenom} ${a.nom}`)
  const ecrits = vu.animent.filter(joignable)
  const appeles = vu.animent.filter((a) => !joignable(a))
  const n = apprenants.length
  return (
    <Page
      title="Inscrire"
      heading={`${enumerer(noms)} ${accorder(n, 'arrive', 'arrivent')}`}
      lede={`${session.numero}, ${session.intitule}. Rien n’est encore écrit.`}
      path={cheminDe(session)}
    >
      <Form form={form} action={inscrireUrl({ session: session.id })}>
        {[...form.values].flatMap(([nom, valeurs]) =>
          valeurs.map((v) => <input type="hidden" name={nom} value={v} />),
        )}
        <Section titre="Ce qui change" id="change">
          <Definitions
            lignes={[
              [
                'Places',
                vu.enAttente > 0
                  ? `${compter(vu.enAttente, 'inscription')} en préparation\u00a0: la place se tient une fois les informations remises.`
                  : `${vu.avant} ${accorder(vu.avant, 'tenue')} aujourd’hui, ${vu.apres} ensuite${session.capacite === null ? '' : `, sur ${session.capacite}`}.`,
              ],
              ...(vu.arrivee
                ? [
                    [
                      'Premier jour',
                      `${formaterDate(vu.arrivee, 'complet')}. Les demi-journées d’avant ne ${accorder(n, 'lui', 'leur')} sont pas demandées.`,
                    ] as const,
                  ]
                : []),
            ]}
          />
        </Section>
        <Section titre="Ce que cela touche" id="touche">
          {vu.touche.lignes.length > 0 ? (
            <Definitions lignes={vu.touche.lignes} />
          ) : (
            <p>
              {vu.papiers.length > 0
                ? 'Ce que le client a signé, et que vous pouvez compléter plus bas.'
                : 'Aucun papier déjà émis n’est à refaire.'}
            </p>
          )}
        </Section>
        <Section titre="Du même geste" id="ensuite" sous="Rien ne part que vous ne cochiez.">
          {vu.convoque && sans.length < n ? (
            <CheckboxField
              form={form}
              name="envoyer"
              label={`Envoyer à ${enumerer(noms.filter((x) => !sans.includes(x)))} ${vu.aTemps ? 'informations, règlement intérieur et convocation' : 'informations et règlement intérieur'}`}
            />
          ) : null}
          {vu.papiers.length > 0 ? (
            <CheckboxGroup
              form={form}
              name="papiers"
              label="Ce que le client a à signer"
              optional
              options={vu.papiers}
            />
          ) : null}
          {ecrits.length > 0 ? (
            <CheckboxField
              form={form}
              name="dire"
              label={`Écrire à ${enumerer(ecrits.map((a) => a.nom))}, qui ${accorder(ecrits.length, 'anime', 'animent')}`}
            />
          ) : null}
          {sans.length > 0 || appeles.length > 0 ? (
            <p>
              <strong>Sans courriel, à appeler</strong> : {enumerer([...sans, ...appeles.map((a) => a.nom)])}.
            </p>
          ) : null}
        </Section>
        <div class="sect actions">
          <p class="sub sect-h" />
          <p>
            <Button genre="call">Inscrire {n > 1 ? `${n} personnes` : noms[0]}</Button>
            <Button genre="link" geste="reprendre">
              Revenir au formulaire
            </Button>
          </p>
        </div>
      </Form>
    </Page>
  )
}
