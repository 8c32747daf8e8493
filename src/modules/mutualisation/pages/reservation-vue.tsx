/** Une réservation d’un bien, et ce qui s’en fait de chaque côté. */
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { formaterMontant, type Montant } from '#kernel/montant.ts'
import { formaterInstant } from '#kernel/zones.ts'
import { type ProjetId, projetUrl } from '#modules/facturation/index.ts'
import { peutSuivre } from '#modules/organisme/index.ts'
import { sessionUrl } from '#modules/sessions/index.ts'
import { Button, Etat, Field, Form, RadioGroup, TextArea } from '#web/components.tsx'
import { choix, date, facultatif, identifiant, ouiNon, texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { nouvelleSessionUrl, withQuery } from '#web/links.ts'
import type { SessionDansCesHeures } from '../db/biens.ts'
import {
  type Bien,
  direBareme,
  direHeures,
  duDe,
  etatsDeReservation,
  preparee,
  type Reservation,
  type ReservationId,
  reservationsVives,
  tauxPermis,
  toutesTaxes,
} from '../domain/biens.ts'
import { ecrireCreneau } from '../domain/missions.ts'
import { bienUrl } from '../liens.ts'
import { Bouton, type Revenu } from './compte-courant-vue.tsx'

export type LuDesReservations = {
  readonly b: Bien
  readonly le: Date
  /** Notre coopérative tient un compte courant dans ce pôle. */
  readonly compte: boolean
  /** Nos sessions qui se tiennent dans les heures réservées, en ce lieu. */
  readonly sessions: ReadonlyMap<ReservationId, readonly SessionDansCesHeures[]>
  /** Les taux qu’une facture de location prendrait aujourd’hui ; vide, s’il n’y en a aucune à préparer. */
  readonly permis: readonly number[]
  /** Où en est la facture de chaque location à une structure du carnet. */
  readonly factures: ReadonlyMap<ReservationId, { readonly projet: ProjetId; readonly etat: string | null }>
}
export const reservation = identifiant((t) => asId<'Reservation'>(t) as ReservationId | undefined)
export const champsDeReponse = z.object({ reservation, oui: ouiNon(), motif: texte({ max: 500 }) })
export const champsDAnnulation = z.object({
  reservation,
  par: facultatif(choix(['elle', 'nous'])),
  prevenu: facultatif(date()),
  motif: texte({ min: 3, max: 500, vide: 'Dites pourquoi, en une phrase.' }),
})
export const vive = (r: Reservation) => reservationsVives.some((e) => e === r.etat)

/** Nos inscriptions face aux places de la salle, telle qu’elle se prépare. */
const UneSession = ({ s, r }: { s: SessionDansCesHeures; r: Reservation }) => {
  const petite = r.places !== null && s.inscrits > r.places
  const large = r.places !== null && s.capacite > r.places
  return (
    <p>
      <a href={sessionUrl({ session: s.id })}>{s.dit}</a> :{' '}
      {s.inscrits > 1 ? `${s.inscrits} personnes inscrites` : `${s.inscrits} personne inscrite`}, {s.capacite}{' '}
      au plus
      {r.places === null ? '' : `, pour la salle ${preparee(r)}`}.{' '}
      {petite ? (
        <Etat etat="manquant" mot="la salle est trop petite" />
      ) : large ? (
        <Etat etat="partiel" mot="la session prévoit plus de places que la salle" />
      ) : null}{' '}
      {s.liee && !s.ici ? <Etat etat="partiel" mot="la session écrit un autre lieu" /> : null}
      {s.liee ? null : (
        <>
          <Etat etat="declare" mot="déclaré : le lieu écrit à la session" />
          {s.classee ? null : '. Si elle se tient ailleurs, changez ce lieu à la session.'}
        </>
      )}{' '}
      {peutSuivre('salles.tenir') && (s.liee ? !s.classee : s.tient) ? (
        <Bouton
          vers={`${bienUrl({ bien: r.bien })}/session`}
          cache={{ reservation: r.reservation, session: s.id, tient: s.liee ? 'non' : 'oui' }}
        >
          {s.liee ? 'Elle ne s’y tient pas' : 'Elle se tient dans cette réservation'}
        </Bouton>
      ) : null}
    </p>
  )
}

/** Une structure du carnet n’a pas de compte courant : ce qu’elle doit se facture. */
const AFacturer = ({
  lu,
  r,
  du,
  commencee,
}: {
  lu: LuDesReservations
  r: Reservation
  du: Montant
  commencee: boolean
}) => {
  const facture = lu.factures.get(r.reservation)
  if (facture?.etat)
    return (
      <p>
        <Etat
          etat={facture.etat === 'emis' ? 'prouve' : 'partiel'}
          mot={facture.etat === 'emis' ? 'facturée' : 'facture préparée'}
        />{' '}
        <a href={projetUrl({ projet: facture.projet })}>Lire la facture</a>
      </p>
    )
  if (du === 0 || !(r.etat === 'annulee' || commencee)) return null
  return peutSuivre('facturation.preparer') ? (
    <Bouton
      vers={`${bienUrl({ bien: r.bien })}/facturer`}
      cache={{ reservation: r.reservation }}
      genre="main"
    >
      Préparer la facture : {formaterMontant(toutesTaxes(du, tauxPermis(lu.permis, r.taux)))}
    </Bouton>
  ) : (
    <p>La comptabilité prépare la facture.</p>
  )
}

export const UneReservation = ({
  lu,
  r,
  revenu,
}: {
  lu: LuDesReservations
  r: Reservation
  revenu: Revenu
}) => {
  const ici = bienUrl({ bien: r.bien })
  const [etat, mot] = etatsDeReservation[r.etat]
  const revient = revenu?.geste === 'annuler' && revenu.form.values.get('reservation')?.[0] === r.reservation
  const form = (revient ? revenu.form : emptyForm()) as FormOf<typeof champsDAnnulation>
  const du = duDe(r)
  const refuse =
    revenu?.geste === 'repondre' &&
    revenu.form.values.get('oui')?.[0] === 'non' &&
    revenu.form.values.get('reservation')?.[0] === r.reservation
  const nonDit = (refuse ? revenu.form : emptyForm()) as FormOf<typeof champsDeReponse>
  const tient = peutSuivre('salles.tenir')
  // Qui répond à une option la refuse : elle ne l’annule pas.
  const repond = r.etat === 'option' && !r.aViser && !r.mienne && tient
  const commencee = r.debut.getTime() <= lu.le.getTime()
  return (
    <article class="forme">
      <h3>
        {direHeures(r)} <Etat etat={etat} mot={r.rang === null ? mot : `${mot}, rang ${r.rang}`} />
      </h3>
      <p>
        {r.mienne ? '' : `${r.receveur} : `}
        {[r.objet, preparee(r)].filter(Boolean).join(', ')}, {formaterMontant(r.prix)} hors taxes,{' '}
        {formaterMontant(toutesTaxes(r.prix, r.taux))} toutes taxes.
        {r.expireLe ? ` L’option tombe le ${formaterInstant(r.expireLe)}.` : ''}
        {r.finiePar ? ` ${r.finiePar} : « ${r.motif} »` : ''}
      </p>
      {r.etat === 'ferme' && r.mienne && lu.b.salle && !commencee && peutSuivre('sessions.planifier') ? (
        <p>
          <a
            href={withQuery(nouvelleSessionUrl(), {
              creneaux: ecrireCreneau(r.debut, r.fin),
              reservation: r.reservation,
              lieu: [lu.b.titre, lu.b.adresse].filter(Boolean).join(', '),
              ...(r.places === null ? {} : { capacite: String(r.places) }),
            })}
          >
            Planifier une session dans ces heures
          </a>
          , le lieu {r.places === null ? 'y est déjà' : 'et les places y sont déjà'} (RNQ, 17).
        </p>
      ) : null}
      {(lu.sessions.get(r.reservation) ?? []).map((s) => (
        <UneSession s={s} r={r} />
      ))}
      {r.aViser && r.etat === 'option' ? (
        <p>
          {r.mienne || r.tiers
            ? 'Notre visa est attendu dans la file des visas : rien ne nous engage avant.'
            : `${r.receveur} n’a pas encore visé ce prix ; vous répondrez ensuite.`}
        </p>
      ) : null}
      {r.aViser && r.etat === 'en-file' && r.mienne ? (
        <p>Revenue, l’heure se visera avant de nous engager.</p>
      ) : null}
      {repond ? (
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
      {vive(r) && tient && !repond && !commencee ? (
        <details class="volet" open={revient}>
          <summary>Annuler cette réservation</summary>
          <Form form={form} action={`${ici}/annuler`} classe="court">
            <input type="hidden" name="reservation" value={r.reservation} />
            {r.tiers ? (
              <>
                <RadioGroup
                  form={form}
                  name="par"
                  cle={r.reservation}
                  label="Qui annule"
                  hint={`si elle annule : ${direBareme(r.bareme)} ; si c’est vous, rien n’est dû`}
                  options={[
                    { value: 'elle', label: r.receveur },
                    { value: 'nous', label: 'nous' },
                  ]}
                />
                <Field
                  form={form}
                  name="prevenu"
                  cle={r.reservation}
                  label="Jour où elle l’a dit"
                  optional
                  inputmode="numeric"
                  hint="22/03/2027 ; vide, aujourd’hui. Si elle annule, ce qui reste dû se compte de ce jour"
                />
              </>
            ) : null}
            {r.mienne ? <p>Une fois acceptée : {direBareme(r.bareme)}.</p> : null}
            <TextArea
              form={form}
              name="motif"
              cle={r.reservation}
              label="Pourquoi"
              rows={2}
              hint={r.tiers ? 'qui tient vos salles et vos comptes le lit' : 'l’autre coopérative le lit'}
            />
            <p class="gestes-l">
              <Button genre="grave">Annuler la réservation</Button>
            </p>
          </Form>
        </details>
      ) : null}
      {r.tiers ? <AFacturer lu={lu} r={r} du={du} commencee={commencee} /> : null}
      {!r.mienne &&
      !r.tiers &&
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
