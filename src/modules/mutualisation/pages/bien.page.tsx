import { z } from 'zod'
import { ajouterJours, type DateCivile, jourSemaine } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { formaterMontant } from '#kernel/montant.ts'
import { refus } from '#kernel/refus.ts'
import { ko } from '#kernel/result.ts'
import { formaterInstant, instantDe, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { pageEtGestes, petitGeste, peutSuivre, peutVisiteur } from '#modules/organisme/index.ts'
import { Button, Definitions, Etat, Facts, Field, Form, Page, Section, TextArea } from '#web/components.tsx'
import { date, heure, heureDeFin, identifiant, ouiNon, texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { nouvelleSessionUrl, withQuery } from '#web/links.ts'
import { lireBiens, lireReservations, occupationDuBien } from '../db/biens.ts'
import { photosDuBien } from '../db/biens-portes.ts'
import { monCompte } from '../db/courant.ts'
import {
  type Bien,
  type BienId,
  type DemiJourneeDuBien,
  direHeures,
  duDe,
  etatsDeReservation,
  type Photo,
  type PhotoId,
  type Reservation,
  type ReservationId,
  reservationsVives,
  toutesTaxes,
} from '../domain/biens.ts'
import { ecrireCreneau } from '../domain/missions.ts'
import type { FicheId } from '../domain/vivier.ts'
import {
  annuler,
  compterReservation,
  demander,
  oterUnePhoto,
  repondreALaDemande,
  retirerDuPret,
} from '../gestes/biens.ts'
import { biensUrl, bienUrl, compteCourantUrl, reserverBiensUrl } from '../liens.ts'
import { litLesBiens, phraseDesBiens } from './biens.page.tsx'
import { champFaux } from './champs.ts'
import { Bouton, type Revenu } from './compte-courant-vue.tsx'
import { Semaines } from './fiche-vue.tsx'
import { Photos } from './photos-du-bien-vue.tsx'

const SEMAINES = 6
type Lu = {
  readonly b: Bien
  readonly le: Date
  readonly reservations: readonly Reservation[]
  readonly occupation: readonly DemiJourneeDuBien[]
  readonly photos: readonly Photo[]
  /** Notre coopérative tient un compte courant dans ce pôle. */
  readonly compte: boolean
}
const demande = z.object({
  objet: texte({ min: 3, max: 200, vide: 'Dites pour quoi, en une ligne.' }),
  jour: date({ vide: 'Écrivez le jour.' }),
  debut: heure({ vide: 'Dites l’heure du début.' }),
  fin: heureDeFin({ vide: 'Dites l’heure de la fin.' }),
})
const reservation = identifiant((t) => asId<'Reservation'>(t) as ReservationId | undefined)
const reponse = z.object({ reservation, oui: ouiNon(), motif: texte({ max: 500 }) })
const fin = z.object({
  reservation,
  motif: texte({ min: 3, max: 500, vide: 'Dites pourquoi : l’autre coopérative lira votre phrase.' }),
})
const une = z.object({ reservation })
const laPhoto = z.object({ photo: identifiant((t) => asId<'PhotoDeBien'>(t) as PhotoId | undefined) })
const rien = z.object({})

const vive = (r: Reservation) => reservationsVives.some((e) => e === r.etat)

const UneReservation = ({ lu, r, revenu }: { lu: Lu; r: Reservation; revenu: Revenu }) => {
  const ici = bienUrl({ bien: r.bien })
  const [etat, mot] = etatsDeReservation[r.etat]
  const revient = revenu?.geste === 'annuler' && revenu.form.values.get('reservation')?.[0] === r.reservation
  const form = (revient ? revenu.form : emptyForm()) as FormOf<typeof fin>
  const du = duDe(r)
  const refuse =
    revenu?.geste === 'repondre' &&
    revenu.form.values.get('oui')?.[0] === 'non' &&
    revenu.form.values.get('reservation')?.[0] === r.reservation
  const nonDit = (refuse ? revenu.form : emptyForm()) as FormOf<typeof reponse>
  const tient = peutSuivre('salles.tenir')
  const commencee = r.debut.getTime() <= lu.le.getTime()
  return (
    <article class="forme">
      <h3>
        {direHeures(r)} <Etat etat={etat} mot={r.rang === null ? mot : `${mot}, rang ${r.rang}`} />
      </h3>
      <p>
        {r.mienne ? '' : `${r.receveur} : `}
        {r.objet}, {formaterMontant(r.prix)} hors taxes, {formaterMontant(toutesTaxes(r.prix, r.taux))} toutes
        taxes.
        {r.expireLe ? ` L’option tombe le ${formaterInstant(r.expireLe)}.` : ''}
        {r.finiePar ? ` ${r.finiePar} : « ${r.motif} »` : ''}
      </p>
      {r.etat === 'ferme' && r.mienne && lu.b.salle && !commencee && peutSuivre('sessions.planifier') ? (
        <p>
          <a
            href={withQuery(nouvelleSessionUrl(), {
              creneaux: ecrireCreneau(r.debut, r.fin),
              lieu: [lu.b.titre, lu.b.adresse].filter(Boolean).join(', '),
            })}
          >
            Planifier une session dans ces heures
          </a>
          , le lieu y est déjà (RNQ, 17).
        </p>
      ) : null}
      {r.etat === 'option' && !r.mienne && tient ? (
        <>
          <Bouton
            vers={`${ici}/repondre`}
            cache={{ reservation: r.reservation, oui: 'oui', motif: '' }}
            genre="main"
          >
            Accepter {r.receveur}
          </Bouton>
          <details class="volet" open={refuse}>
            <summary>Refuser {r.receveur}</summary>
            <Form form={nonDit} action={`${ici}/repondre`} classe="court">
              <input type="hidden" name="reservation" value={r.reservation} />
              <input type="hidden" name="oui" value="non" />
              <TextArea
                form={nonDit}
                name="motif"
                cle={`non-${r.reservation}`}
                label="Pourquoi"
                rows={2}
                hint="l’autre coopérative le lit"
              />
              <p class="gestes-l">
                <Button>Refuser la demande</Button>
              </p>
            </Form>
          </details>
        </>
      ) : null}
      {vive(r) && tient && !commencee ? (
        <details class="volet" open={revient}>
          <summary>Annuler cette réservation</summary>
          <Form form={form} action={`${ici}/annuler`} classe="court">
            <input type="hidden" name="reservation" value={r.reservation} />
            {r.mienne ? (
              <p>
                Une fois acceptée, et à moins de {r.preavis} jours, {r.retenue / 100} % restent dus.
              </p>
            ) : null}
            <TextArea
              form={form}
              name="motif"
              cle={r.reservation}
              label="Pourquoi"
              rows={2}
              hint="l’autre coopérative le lit"
            />
            <p class="gestes-l">
              <Button genre="grave">Annuler la réservation</Button>
            </p>
          </Form>
        </details>
      ) : null}
      {!r.mienne &&
      du > 0 &&
      (r.etat === 'annulee' || commencee) &&
      peutSuivre('echanges.tenir') &&
      lu.compte ? (
        <Bouton vers={`${ici}/compter`} cache={{ reservation: r.reservation }}>
          Proposer {formaterMontant(toutesTaxes(du, r.taux))} au compte courant
        </Bouton>
      ) : null}
    </article>
  )
}

const Demander = ({ b, revenu }: { b: Bien; revenu: Revenu }) => {
  const form = (
    revenu?.geste === 'demander' ? revenu.form : emptyForm(undefined, { debut: '9 h', fin: '12 h 30' })
  ) as FormOf<typeof demande>
  return (
    <Section
      titre="Demander"
      id="demander"
      sous={
        b.visa
          ? `${b.cooperative} répond en cinq jours ; d’ici là, l’heure est tenue.`
          : 'Libre, et si personne n’attend ces heures : c’est réservé aussitôt.'
      }
    >
      <Form form={form} action={`${bienUrl({ bien: b.bien })}/demander`} classe="court">
        <Field form={form} name="objet" label="Pour quoi" hint="ne nommez personne" />
        <Field form={form} name="jour" label="Jour" inputmode="numeric" hint="22/03/2027" />
        <Field form={form} name="debut" label="De" />
        <Field form={form} name="fin" label="À" />
        <p>
          Si l’heure est déjà prise, ou attendue par une autre, vous entrez dans la file. Au-delà de cinq
          heures, le prix est de deux demi-journées. Si vous annulez une réservation acceptée à moins de{' '}
          {b.preavis} jours, {b.retenue / 100} % restent dus.
        </p>
        <p class="gestes-l">
          <Button genre="call">Demander ces heures</Button>{' '}
          <a href={reserverBiensUrl()}>Plusieurs salles, plusieurs jours</a>
        </p>
      </Form>
    </Section>
  )
}

const Vue = ({ lu, revenu }: { lu: Lu; revenu: Revenu }) => {
  const { b } = lu
  const vives = lu.reservations.filter(vive)
  const finies = lu.reservations.filter((r) => !vive(r))
  return (
    <Page
      title={b.titre}
      path={[{ libelle: 'Salles et matériel du pôle', href: biensUrl() }]}
      alert={revenu?.form.alert}
      facts={
        <Facts
          faits={[
            ['De', `${b.cooperative}, ${b.nomDuPole}`],
            ...(b.adresse ? ([['Où', b.adresse]] as const) : []),
            [
              'La demi-journée',
              `${formaterMontant(b.membre)} hors taxes, ${formaterMontant(toutesTaxes(b.membre, b.taux))} toutes taxes`,
            ],
            ...(b.mien ? ([['À d’autres', formaterMontant(b.autre)]] as const) : []),
          ]}
        />
      }
    >
      {b.retireLe ? <p class="lede">Ce bien n’est plus prêté ; ce qui est réservé le reste.</p> : null}
      {lu.reservations.length > 0 ? (
        <Section titre={b.mien ? 'Réservations' : 'Nos réservations'} id="reservations">
          {vives.map((r) => (
            <UneReservation lu={lu} r={r} revenu={revenu} />
          ))}
          {finies.map((r) => (
            <UneReservation lu={lu} r={r} revenu={revenu} />
          ))}
          {lu.compte ? (
            <p class="note">
              <a href={compteCourantUrl({ pole: b.pole })}>Le compte courant du pôle</a>
            </p>
          ) : null}
        </Section>
      ) : null}
      {lu.occupation.length > 0 ? (
        <Section titre="Occupé" id="occupe" sous="Ni par qui, ni pour quoi.">
          <Semaines
            nom={b.titre}
            dites={lu.occupation.map((o) => ({ fiche: b.bien as unknown as FicheId, ...o }))}
          />
        </Section>
      ) : null}
      {!b.mien && !b.retireLe && peutSuivre('salles.tenir') ? <Demander b={b} revenu={revenu} /> : null}
      <Section titre="La fiche" id="fiche">
        <Definitions
          lignes={(
            [
              ['Places', b.places],
              ['Accès', b.acces],
              ['Équipement', b.equipement],
              ['Règlement', b.reglement],
              ['Tampon', b.tampon > 0 ? `${b.tampon} minutes après chaque prêt` : ''],
              [
                'Annulation',
                `sans frais jusqu’à ${b.preavis} jours avant ; ensuite, ${b.retenue / 100} % restent dus`,
              ],
            ] as const
          ).filter(([, v]) => v !== '')}
        />
      </Section>
      <Photos b={b} photos={lu.photos} />
      {b.mien && !b.retireLe && peutSuivre('salles.tenir') ? (
        <Bouton vers={`${bienUrl({ bien: b.bien })}/retirer`} genre="grave">
          Ne plus prêter
        </Bouton>
      ) : null}
    </Page>
  )
}

const suitesDuVisa: Readonly<Record<string, string>> = {
  'a-deux': 'Au-dessus de ce montant, une autre personne donne le second visa.',
  'sous-conditions': 'Les conditions du premier visa restent à remplir.',
}
const LU_SUR_LA_FICHE = 'L’autre coopérative le lit sur la fiche.'
const suite =
  (fort: string, apres?: string) =>
  (_fait: string, { b }: Lu) => ({
    vers: bienUrl({ bien: b.bien }),
    dit: { genre: 'fait' as const, fort, ...(apres ? { suite: apres } : {}) },
  })
const lundiDe = (jour: DateCivile): DateCivile => ajouterJours(jour, 1 - jourSemaine(jour))
const demandees: Readonly<Record<string, readonly [string, string]>> = {
  option: ['L’heure est tenue.', 'Sa coopérative répond.'],
  ferme: ['C’est réservé.', 'L’heure est à vous.'],
  'en-file': [
    'L’heure est prise : vous êtes dans la file.',
    'Si elle est rendue, elle vous revient, et cette page le dit.',
  ],
  tour: [
    'Une autre coopérative attend déjà ces heures : vous êtes dans la file.',
    'Si elle ne les prend pas, elles vous reviennent, et cette page le dit.',
  ],
}

export const bienPage = pageEtGestes({
  lien: bienUrl,
  droit: 'pole.lire',
  async lire(tx, { bien }, { le }): Promise<Lu | undefined> {
    const id = asId<'BienPrete'>(bien) as BienId | undefined
    const [b] = id ? await lireBiens(tx, id) : []
    if (!b) return undefined
    const lundi = lundiDe(jourLocal(le, ZONE_PAR_DEFAUT))
    return {
      b,
      le,
      photos: await photosDuBien(tx, b.bien),
      reservations: await lireReservations(tx, b.bien),
      occupation: await occupationDuBien(tx, b.bien, lundi, ajouterJours(lundi, SEMAINES * 7 - 1)),
      compte: (await monCompte(tx, b.pole as Parameters<typeof monCompte>[1])) !== undefined,
    }
  },
  peut: (_lu, { visiteur }) => litLesBiens((d) => peutVisiteur(visiteur, d)) || phraseDesBiens,
  vue: (_tx, lu, revenu) => <Vue lu={lu} revenu={revenu} />,
  gestes: {
    oter: petitGeste<typeof laPhoto, Lu, string>({
      droit: 'salles.tenir',
      champs: laPhoto,
      faire: (tx, e) => oterUnePhoto({ ...e, tx }, e.data.photo),
      suite: suite('La photographie est ôtée.'),
    }),
    demander: petitGeste<typeof demande, Lu, string>({
      droit: 'salles.tenir',
      champs: demande,
      async faire(tx, e) {
        const { data, lu } = e
        if (data.fin <= data.debut) return champFaux('fin', 'La fin vient après le début.')
        const instant = (minute: number) => instantDe(data.jour, minute, ZONE_PAR_DEFAUT).instant
        return demander({ ...e, tx }, lu.b, {
          objet: data.objet,
          debut: instant(data.debut),
          fin: instant(data.fin),
        })
      },
      suite: (fait, lu) => suite(...(demandees[fait] ?? ['C’est déjà demandé.', '']))(fait, lu),
    }),
    repondre: petitGeste<typeof reponse, Lu, string>({
      droit: 'salles.tenir',
      champs: reponse,
      faire: (tx, e) => repondreALaDemande({ ...e, tx }, e.data.reservation, e.data),
      suite: (fait, lu) => suite('C’est dit.', suitesDuVisa[fait] ?? LU_SUR_LA_FICHE)(fait, lu),
    }),
    annuler: petitGeste<typeof fin, Lu, string>({
      droit: 'salles.tenir',
      champs: fin,
      faire: (tx, e) => annuler({ ...e, tx }, e.data.reservation, e.data.motif),
      suite: suite('La réservation est annulée.', 'Qui attendait reprend l’heure.'),
    }),
    compter: petitGeste<typeof une, Lu, string>({
      droit: 'echanges.tenir',
      champs: une,
      async faire(tx, e) {
        const r = e.lu.reservations.find((x) => x.reservation === e.data.reservation && !x.mienne)
        return r && duDe(r) > 0
          ? compterReservation({ ...e, tx }, e.lu.b, r)
          : ko(refus('introuvable', 'Rien n’est dû de cette réservation : relisez la page.'))
      },
      suite: (_fait, { b }) => ({
        vers: compteCourantUrl({ pole: b.pole }),
        dit: { genre: 'fait', fort: 'L’écriture est proposée.', suite: 'L’autre coopérative l’accorde.' },
      }),
    }),
    retirer: petitGeste<typeof rien, Lu, string>({
      droit: 'salles.tenir',
      champs: rien,
      faire: (tx, e) => retirerDuPret({ ...e, tx }, e.lu.b),
      suite: suite('Ce bien n’est plus prêté.'),
    }),
  },
})
