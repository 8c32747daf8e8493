/** Ce qui a eu lieu d’une mission, dit des deux ; puis la pièce qui en naît, de quel côté, et où elle en est. */
import { z } from 'zod'
import { formaterDuree } from '#kernel/heures.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { de, formaterNombre } from '#kernel/texte.ts'
import { formaterInstant } from '#kernel/zones.ts'
import {
  type ProjetId,
  projetUrl,
  recuesDUneMission,
  recuesUrl,
  recueUrl,
  tauxLegaux,
} from '#modules/facturation/index.ts'
import { peutSuivre } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Button, Definitions, Etat, Field, Form, Section, SelectField } from '#web/components.tsx'
import { choix, duree, facultatif, montant } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { type Attente, joursDe, type Mission, minutesPrevues, toutesTaxes } from '../domain/missions.ts'
import { factureDe } from '../lecture/facture-de-mission.ts'
import { missionUrl } from '../liens.ts'
import { Bouton, type Revenu } from './compte-courant-vue.tsx'

const euros = (c: number) => formaterMontant(centimes(c))
const enChiffres = (c: number) => (c / 100).toFixed(2).replace('.', ',')
const direTaux = (t: number) => `${formaterNombre(t / 100)} %`

export const constat = z.object({
  duree: duree({ vide: 'Écrivez la durée.' }),
  montant: facultatif(montant()),
  salaire: facultatif(montant()),
  charges: facultatif(montant()),
  frais: facultatif(montant()),
  taux: choix(tauxLegaux.map(String) as [string, ...string[]], {
    phrase: 'Dites le taux de TVA de la pièce.',
  }),
})

type Lu = {
  readonly m: Mission
  readonly attend: readonly Attente[]
  readonly due: PieceDue
  /** Minutes que disent les feuilles closes de qui reçoit ; 0 : aucune, ou pas d’ici. */
  readonly emargees: number
  /** Le taux que dit déjà le régime de qui envoie, à qui envoie. */
  readonly tauxDIci: number | null
}

export const Constat = ({
  lu: { m, attend, emargees, tauxDIci },
  revenu,
}: {
  lu: Omit<Lu, 'due'>
  revenu: Revenu
}) => {
  const ici = missionUrl({ mission: m.mission })
  const nous = m.moi === 'recoit' ? m.constatRecoitLe : m.constatEnvoieLe
  const peut =
    attend.some((x) => x === 'constat-recoit' || x === 'constat-envoie') &&
    (m.moi === 'recoit' ? peutSuivre('appels.tenir') : peutSuivre('pieces.viser'))
  const [salaire, charges, frais] = m.faitCout ?? []
  const form = (
    revenu?.geste === 'constater'
      ? revenu.form
      : emptyForm(undefined, {
          duree: formaterDuree(m.faitMinutes ?? (emargees || minutesPrevues(m))),
          montant: enChiffres(m.faitCentimes ?? m.prix),
          salaire: salaire === undefined ? '' : enChiffres(salaire),
          charges: charges === undefined ? '' : enChiffres(charges),
          frais: frais === undefined ? '' : enChiffres(frais),
          taux: String(m.faitTaux ?? tauxDIci ?? ''),
        })
  ) as FormOf<typeof constat>
  if (m.etat !== 'faite' && !peut && m.faitMinutes === null) return null
  return (
    <Section
      titre="Ce qui a eu lieu"
      id="constat"
      sous="Quand les deux coopératives disent la même durée, le même montant et le même taux, le constat vaut."
    >
      {m.faitMinutes === null ? null : (
        <Definitions
          lignes={[
            ['Fait', `${formaterDuree(m.faitMinutes)}, ${euros(m.faitCentimes ?? 0)} hors taxes`],
            ...(m.faitCout
              ? [
                  [
                    'Au coût',
                    `salaire ${euros(salaire ?? 0)}, charges ${euros(charges ?? 0)}, frais ${euros(frais ?? 0)}`,
                  ] as const,
                ]
              : []),
            ...(m.faitTaux === null
              ? []
              : [
                  [
                    'TVA',
                    `${direTaux(m.faitTaux)}, soit ${euros(toutesTaxes({ centimes: m.faitCentimes ?? 0, taux: m.faitTaux }))} toutes taxes comprises`,
                  ] as const,
                ]),
            [m.receveur, m.constatRecoitLe ? `le ${formaterInstant(m.constatRecoitLe)}` : 'à dire'],
            [m.envoyeur, m.constatEnvoieLe ? `le ${formaterInstant(m.constatEnvoieLe)}` : 'à dire'],
          ]}
        />
      )}
      {peut ? (
        <Form form={form} action={`${ici}/constater`} classe="court">
          <p>
            {nous
              ? 'Vous l’avez dit ; l’autre coopérative le dit à son tour. Le changer lui redemande.'
              : m.faitMinutes === null
                ? emargees > 0
                  ? `La durée proposée vient de vos feuilles closes : ${formaterDuree(emargees)}.`
                  : 'Dites ce qui eut lieu, d’après la feuille de présence.'
                : 'L’autre coopérative l’a dit : gardez ses chiffres pour être d’accord, ou écrivez les vôtres.'}
          </p>
          <Field form={form} name="duree" label="Durée" hint="14 h" />
          {m.forme === 'pret' ? (
            <>
              <p>Un prêt se rembourse au coût : ces trois montants, et rien de plus (C. trav., L8241-2).</p>
              <Field form={form} name="salaire" label="Salaire brut" inputmode="decimal" unite="€" />
              <Field
                form={form}
                name="charges"
                label="Charges de l’employeur"
                inputmode="decimal"
                unite="€"
              />
              <Field form={form} name="frais" label="Frais professionnels" inputmode="decimal" unite="€" />
            </>
          ) : (
            <Field form={form} name="montant" label="Dû, hors taxes" inputmode="decimal" unite="€" />
          )}
          <SelectField
            form={form}
            name="taux"
            label="TVA de la pièce"
            hint="celle du régime de qui envoie : 0 % si la formation y est exonérée"
            options={[
              { value: '', label: 'À dire' },
              ...tauxLegaux.map((t) => ({ value: String(t), label: direTaux(t) })),
            ]}
          />
          <p class="gestes-l">
            <Button genre="call">Signer le constat</Button>
          </p>
        </Form>
      ) : null}
    </Section>
  )
}

/**
 * Chez qui envoie, le projet de facture ; chez qui reçoit, les factures dites de cette mission, et celles venues de l’autre depuis le dernier
 * jour dont personne n’a dit ce qu’elles paient.
 */
export type PieceDue =
  | {
      readonly projet: ProjetId | null
      readonly etat: string | null
      /** Émise ici pour elle, toutes taxes comprises, en centimes. */
      readonly emises: readonly { readonly ttc: number }[]
      readonly recues: readonly {
        readonly id: string
        readonly numero: string
        readonly ttc: number
        readonly dite: boolean
      }[]
    }
  | undefined
export const lirePieceDue = async (tx: TenantTx, m: Mission): Promise<PieceDue> => {
  const dernier = joursDe(m).at(-1)
  return m.moi === 'envoie'
    ? { ...(await factureDe(tx, m.mission)), recues: [] }
    : {
        projet: null,
        etat: null,
        emises: [],
        recues: dernier
          ? await recuesDUneMission(tx, m.mission, {
              siren: m.envoyeurSiret.slice(0, 9),
              depuis: dernier,
            })
          : [],
      }
}

export const Piece = ({ lu: { m, due } }: { lu: Pick<Lu, 'm' | 'due'> }) => {
  if (m.etat !== 'faite' || (m.faitCentimes ?? 0) === 0) return null
  const nom = m.forme === 'pret' ? 'À rembourser' : 'La facture'
  // D’un constat d’avant, le taux n’est pas dit : le montant est hors taxes, et la pièce se prépare à la main.
  const ht = m.faitCentimes ?? 0
  const du = m.faitTaux === null ? undefined : toutesTaxes({ centimes: ht, taux: m.faitTaux })
  return (
    <Section
      titre={nom}
      id="piece"
      sous={`${du === undefined ? `${euros(ht)} hors taxes` : `${euros(du)} toutes taxes comprises`}, ${de(m.envoyeur)} à ${m.receveur}.`}
    >
      {due === undefined ? (
        <p>{m.envoyeur} l’établit d’après ce constat.</p>
      ) : m.moi === 'envoie' ? (
        due.etat === null ? (
          du === undefined ? (
            <p>Le constat ne dit pas le taux de TVA : la pièce se prépare dans la facturation.</p>
          ) : peutSuivre('facturation.preparer') ? (
            <Bouton vers={`${missionUrl({ mission: m.mission })}/facturer`} genre="call">
              {m.forme === 'pret' ? 'Préparer le remboursement' : 'Préparer la facture'}
            </Bouton>
          ) : (
            <p>La comptabilité la prépare.</p>
          )
        ) : (
          <p>
            <Etat
              etat={due.etat === 'emis' ? 'prouve' : 'partiel'}
              mot={due.etat === 'emis' ? 'émise' : 'préparée'}
            />{' '}
            <a href={projetUrl({ projet: due.projet ?? m.mission })}>La lire</a>
          </p>
        )
      ) : due.recues.length === 0 ? (
        <p>
          <Etat etat="a-venir" mot="attendue" />. Reçue, elle se dépose parmi{' '}
          <a href={recuesUrl()}>les factures de vos fournisseurs</a> ; elle se rapproche alors de ce constat.
        </p>
      ) : (
        <ul>
          {due.recues.map((r) => (
            <li>
              <a href={recueUrl({ recue: r.id })}>Facture {r.numero}</a>{' '}
              {r.ttc === du ? (
                <Etat
                  etat={r.dite ? 'prouve' : 'partiel'}
                  mot={r.dite ? 'du montant constaté' : 'du montant constaté, à rapprocher'}
                />
              ) : du === undefined ? (
                euros(r.ttc)
              ) : r.dite ? (
                <Etat etat="manquant" mot={`${euros(r.ttc)} : ce n’est pas le montant constaté`} />
              ) : (
                `${euros(r.ttc)} : dites, en l’ouvrant, si elle paie cette mission.`
              )}
            </li>
          ))}
        </ul>
      )}
      <p class="note">
        Si les deux ont ouvert leur compte courant dans ce pôle, l’écriture, toutes taxes comprises, y est, ou
        y attend leur accord.
      </p>
    </Section>
  )
}
