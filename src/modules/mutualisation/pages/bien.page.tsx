import { z } from 'zod'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { formaterMontant } from '#kernel/montant.ts'
import { refus } from '#kernel/refus.ts'
import { ko } from '#kernel/result.ts'
import { instantDe, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { projetUrl, tauxDUnConstat } from '#modules/facturation/index.ts'
import { pageEtGestes, petitGeste, peutSuivre, peutVisiteur } from '#modules/organisme/index.ts'
import { listerEntreprises } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Definitions, Facts, Page, Section } from '#web/components.tsx'
import { facultatif, identifiant, ouiNon } from '#web/fields.ts'
import { withQuery } from '#web/links.ts'
import { lireBiens, lireReservations, occupationDuBien, sessionsDansCesHeures } from '../db/biens.ts'
import { type BienADemander, photosDuBien } from '../db/biens-portes.ts'
import { monCompte } from '../db/courant.ts'
import {
  type Bien,
  type BienId,
  calendrierDepuis,
  type DemiJourneeDuBien,
  direBareme,
  direConfigurations,
  duDe,
  type Photo,
  type PhotoId,
  parHeurePuisRang,
  QUI_VISE,
  RESERVATION_D_AILLEURS,
  type Reservation,
  type ReservationId,
  SEMAINES_MONTREES,
  toutesTaxes,
} from '../domain/biens.ts'
import type { FicheId } from '../domain/vivier.ts'
import {
  annuler,
  compterReservation,
  demander,
  facturerReservation,
  oterUnePhoto,
  planifier,
  repondreALaDemande,
  reserverPour,
  retirerDuPret,
} from '../gestes/biens.ts'
import { type FactureDeMission, factureDe } from '../lecture/facture-de-mission.ts'
import { biensUrl, bienUrl, compteCourantUrl, corrigerBienUrl } from '../liens.ts'
import { litLesBiens, phraseDesBiens } from './biens.page.tsx'
import { champFaux } from './champs.ts'
import { Bouton, type Revenu } from './compte-courant-vue.tsx'
import { Demander, demande, demandeDUnTiers, ReserverPour, type Structure } from './demander-bien-vue.tsx'
import { Semaines } from './fiche-vue.tsx'
import { Photos } from './photos-du-bien-vue.tsx'
import {
  champsDAnnulation,
  champsDeReponse,
  type LuDesReservations,
  reservation,
  UneReservation,
  vive,
} from './reservation-vue.tsx'

type Lu = LuDesReservations & {
  readonly reservations: readonly Reservation[]
  readonly occupation: readonly DemiJourneeDuBien[]
  /** Le lundi où le calendrier commence. */
  readonly depuis: DateCivile
  readonly photos: readonly Photo[]
  /** Les structures de notre carnet, d’un bien à nous ; `undefined` : on ne le réserve pas pour elles. */
  readonly structures: readonly Structure[] | undefined
}
const une = z.object({ reservation })
const laSession = z.object({
  reservation,
  session: identifiant(asId<'Session'>),
  tient: facultatif(ouiNon()),
})
const laPhoto = z.object({ photo: identifiant((t) => asId<'PhotoDeBien'>(t) as PhotoId | undefined) })
const rien = z.object({})

const autresSemaines = (b: Bien, depuis: DateCivile, sens: 1 | -1): string =>
  `${withQuery(bienUrl({ bien: b.bien }), { du: ajouterJours(depuis, sens * SEMAINES_MONTREES * 7) })}#occupe`

const Vue = ({ lu, revenu }: { lu: Lu; revenu: Revenu }) => {
  const { b } = lu
  // Ce qui vient, d’abord : à la même heure, qui la tient avant qui l’attend ; ce qui est fini, du plus récent.
  const vives = lu.reservations.filter(vive).toSorted(parHeurePuisRang)
  const finies = lu.reservations.filter((r) => !vive(r))
  const jour = jourLocal(lu.le, ZONE_PAR_DEFAUT)
  const precedent = lu.depuis > jour
  const suivent = calendrierDepuis(jour, ajouterJours(lu.depuis, SEMAINES_MONTREES * 7)) > lu.depuis
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
            ...(b.mien
              ? ([
                  [
                    'Hors du pôle',
                    `${formaterMontant(b.autre)} hors taxes, ${formaterMontant(toutesTaxes(b.autre, b.taux))} toutes taxes`,
                  ],
                ] as const)
              : []),
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
            mots={{ libre: 'libre', option: 'en option', occupe: 'occupé' }}
            nom={b.titre}
            dites={lu.occupation.map((o) => ({ fiche: b.bien as unknown as FicheId, ...o }))}
          />
          <p class="note">
            {suivent ? <a href={autresSemaines(b, lu.depuis, 1)}>Les six semaines suivantes</a> : null}
            {precedent ? (
              <>
                {suivent ? ', ' : null}
                <a href={autresSemaines(b, lu.depuis, -1)}>
                  {suivent ? 'les six d’avant' : 'Les six semaines d’avant'}
                </a>
              </>
            ) : null}
          </p>
        </Section>
      ) : null}
      {!b.mien && !b.retireLe && peutSuivre('salles.tenir') ? <Demander b={b} revenu={revenu} /> : null}
      {!b.mien && !b.retireLe && !peutSuivre('salles.tenir') ? (
        <p class="note">
          Qui planifie pour toute la coopérative demande ces heures : dites-lui le jour et l’heure.
        </p>
      ) : null}
      {lu.structures ? <ReserverPour b={b} structures={lu.structures} revenu={revenu} /> : null}
      <Section titre="La fiche" id="fiche">
        <Definitions
          lignes={(
            [
              ['Configurations', direConfigurations(b)],
              ['Accès', b.acces],
              ['Équipement', b.equipement],
              ['Règlement', b.reglement],
              ['Tampon', b.tampon > 0 ? `${b.tampon} minutes après chaque prêt` : ''],
              ['Annulation', direBareme(b.bareme)],
            ] as const
          ).filter(([, v]) => v !== '')}
        />
      </Section>
      <Photos b={b} photos={lu.photos} />
      {b.mien && !b.retireLe && peutSuivre('salles.tenir') ? (
        <>
          <p>
            <a href={corrigerBienUrl({ bien: b.bien })}>Corriger la fiche</a>
          </p>
          <Bouton vers={`${bienUrl({ bien: b.bien })}/retirer`} genre="grave">
            Ne plus prêter
          </Bouton>
        </>
      ) : null}
    </Page>
  )
}

const FIN_AVANT_DEBUT = 'La fin vient après le début.'
const rienDeDu = ko(refus('introuvable', 'Rien n’est dû de cette réservation : relisez la page.'))
const aDemander = ({
  objet,
  configuration,
  version,
  jour,
  debut,
  fin,
}: z.output<typeof demande>): BienADemander => ({
  ...(version === undefined ? {} : { version }),
  objet,
  configuration,
  debut: instantDe(jour, debut, ZONE_PAR_DEFAUT).instant,
  fin: instantDe(jour, fin, ZONE_PAR_DEFAUT).instant,
})
/** Où en est la facture de chacune. */
const facturesDes = async (tx: TenantTx, reservations: readonly Reservation[]): Promise<Lu['factures']> => {
  const dites = new Map<ReservationId, FactureDeMission>()
  for (const r of reservations) dites.set(r.reservation, await factureDe(tx, r.reservation))
  return dites
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
const A_VISER = ['L’heure est tenue.', QUI_VISE] as const
const demandees: Readonly<Record<string, readonly [string, string]>> = {
  option: ['L’heure est tenue.', 'Sa coopérative répond.'],
  'a-viser': A_VISER,
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
  async lire(tx, { bien }, { le, visiteur, demande }): Promise<Lu | undefined> {
    const id = asId<'BienPrete'>(bien) as BienId | undefined
    const [b] = id ? await lireBiens(tx, id) : []
    if (!b) return undefined
    const depuis = calendrierDepuis(jourLocal(le, ZONE_PAR_DEFAUT), demande('du'))
    const reservations = await lireReservations(tx, b.bien)
    const dues = reservations.filter((r) => r.tiers !== null && duDe(r) > 0)
    const louee = b.mien && !b.retireLe && peutVisiteur(visiteur, 'salles.tenir')
    return {
      b,
      le,
      photos: await photosDuBien(tx, b.bien),
      reservations,
      sessions: await sessionsDansCesHeures(
        tx,
        b,
        reservations.filter((r) => r.mienne && r.etat === 'ferme'),
      ),
      factures: await facturesDes(tx, dues),
      permis: dues.length > 0 ? await tauxDUnConstat(tx, false, le) : [],
      structures: louee ? await listerEntreprises(tx) : undefined,
      occupation: await occupationDuBien(tx, b.bien, depuis, ajouterJours(depuis, SEMAINES_MONTREES * 7 - 1)),
      depuis,
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
        if (data.fin <= data.debut) return champFaux('fin', FIN_AVANT_DEBUT)
        return demander({ ...e, tx }, lu.b, aDemander(data))
      },
      suite: (fait, lu) => suite(...(demandees[fait] ?? ['C’est déjà demandé.', '']))(fait, lu),
    }),
    pour: petitGeste<typeof demandeDUnTiers, Lu, string>({
      droit: 'salles.tenir',
      champs: demandeDUnTiers,
      async faire(tx, e) {
        const { data, lu } = e
        if (data.fin <= data.debut) return champFaux('fin', FIN_AVANT_DEBUT)
        return reserverPour({ ...e, tx }, lu.b, data.structure, aDemander(data))
      },
      suite: (fait, lu) =>
        fait === 'a-viser'
          ? suite(...A_VISER)(fait, lu)
          : fait === 'deja'
            ? suite('C’est déjà noté.', 'La réservation dit où elle en est.')(fait, lu)
            : suite('C’est réservé.', 'Après l’heure, la facture se prépare d’ici.')(fait, lu),
    }),
    facturer: petitGeste<typeof une, Lu, string>({
      droit: 'facturation.preparer',
      peut: (_lu, { visiteur }) =>
        peutVisiteur(visiteur, 'facturation.preparer') || 'La comptabilité prépare la facture.',
      champs: une,
      async faire(tx, e) {
        const r = e.lu.reservations.find((x) => x.reservation === e.data.reservation)
        const passee = r?.etat === 'annulee' || (r !== undefined && r.debut <= e.le)
        return r?.tiers && passee && duDe(r) > 0
          ? facturerReservation({ ...e, tx }, e.lu.b, { ...r, tiers: r.tiers })
          : rienDeDu
      },
      suite: (projet) => ({
        vers: projetUrl({ projet }),
        dit: { genre: 'fait', fort: 'La facture est préparée.', suite: 'Relisez-la, puis émettez-la.' },
      }),
    }),
    repondre: petitGeste<typeof champsDeReponse, Lu, string>({
      droit: 'salles.tenir',
      champs: champsDeReponse,
      faire: (tx, e) => repondreALaDemande({ ...e, tx }, e.data.reservation, e.data),
      suite: (fait, lu) => suite('C’est dit.', suitesDuVisa[fait] ?? LU_SUR_LA_FICHE)(fait, lu),
    }),
    annuler: petitGeste<typeof champsDAnnulation, Lu, string>({
      droit: 'salles.tenir',
      champs: champsDAnnulation,
      async faire(tx, e) {
        const { reservation: r, par, prevenu = null, motif } = e.data
        const elle = e.lu.reservations.find((x) => x.reservation === r)
        if (!elle) return ko(RESERVATION_D_AILLEURS)
        if (!par && elle.tiers)
          return champFaux('par', 'Dites qui annule : le barème ne joue que si c’est elle.')
        return annuler({ ...e, tx }, r, { motif, parElle: par === 'elle', prevenu })
      },
      suite: suite('La réservation est annulée.', 'Qui attendait reprend l’heure.'),
    }),
    session: petitGeste<typeof laSession, Lu, string>({
      droit: 'salles.tenir',
      champs: laSession,
      faire: (tx, e) => planifier({ ...e, tx }, e.data.reservation, e.data.session, e.data.tient ?? true),
      suite: (fait, lu) =>
        suite(
          'C’est noté.',
          fait === 'otee'
            ? 'Cette session n’est plus liée à cette réservation. Si son lieu écrit dit encore cette salle, changez-le : la fiche irait au registre d’après lui.'
            : 'La page dit quelles sessions se tiennent dans cette réservation.',
        )(fait, lu),
    }),
    compter: petitGeste<typeof une, Lu, string>({
      droit: 'echanges.tenir',
      champs: une,
      async faire(tx, e) {
        const r = e.lu.reservations.find((x) => x.reservation === e.data.reservation && !x.mienne)
        return r?.recoit && duDe(r) > 0
          ? compterReservation({ ...e, tx }, e.lu.b, { ...r, recoit: r.recoit })
          : rienDeDu
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
