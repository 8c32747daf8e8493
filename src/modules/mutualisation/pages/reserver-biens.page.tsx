/** Plusieurs salles, ou du matériel, sur plusieurs demi-journées, d’un geste : tout, ou rien. */
import { z } from 'zod'
import { formaterMontant } from '#kernel/montant.ts'
import { instantDe, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { geste } from '#modules/organisme/index.ts'
import { Actions, CheckboxGroup, Empty, Field, FieldSection, Form, Page } from '#web/components.tsx'
import { facultatif, heure, heureDeFin, texte } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { lireBiens } from '../db/biens.ts'
import {
  type Bien,
  type BienId,
  creneauxVoulus,
  DEMANDES_D_UN_GESTE,
  direConfiguration,
  direEnsemble,
  toutesTaxes,
} from '../domain/biens.ts'
import { demanderEnsemble } from '../gestes/biens.ts'
import { biensUrl, reserverBiensUrl } from '../liens.ts'
import { champFaux, jours } from './champs.ts'

const champs = z.object({
  objet: texte({ min: 3, max: 200, vide: 'Dites pour quoi, en une ligne.' }),
  biens: z.union([z.string(), z.array(z.string())]).optional(),
  /** « bien version » de chaque fiche, telle que la page la montre. */
  lues: z.union([z.string(), z.array(z.string())]).optional(),
  matins: facultatif(jours()),
  apres: facultatif(jours()),
  debutMatin: heure({ vide: 'Dites l’heure du début.' }),
  finMatin: heureDeFin({ vide: 'Dites l’heure de la fin.' }),
  debutApres: heure({ vide: 'Dites l’heure du début.' }),
  finApres: heureDeFin({ vide: 'Dites l’heure de la fin.' }),
})

const chemin = [{ libelle: 'Salles et matériel du pôle', href: biensUrl() }]
/** Ce que la case envoie : le bien, et la configuration choisie ; vide, tel quel. */
const cle = (bien: string, configuration: string) => (configuration ? `${bien} ${configuration}` : bien)
/** Une case par configuration ; une pour un bien qui n’en dit pas. */
const cases = (b: Bien) =>
  b.configurations.length === 0
    ? [{ value: b.bien as string, label: direBien(b) }]
    : b.configurations.map((c) => ({
        value: cle(b.bien, c.nom),
        label: `${b.titre}, ${direConfiguration(c)}${direBien(b).slice(b.titre.length)}`,
      }))
const direBien = (b: Bien) =>
  `${b.titre}, ${b.cooperative} : ${formaterMontant(toutesTaxes(b.membre, b.taux))} toutes taxes la demi-journée${b.visa ? ', sa coopérative répond' : ''}`

const Vue = ({ biens, form }: { biens: readonly Bien[]; form: FormOf<typeof champs> }) => (
  <Page
    title="Réserver plusieurs salles"
    lede="Des salles et du matériel, sur plusieurs demi-journées. Tout est réservé, ou rien : un refus dit quel bien, et quand."
    path={chemin}
    alert={form.alert}
  >
    {biens.length === 0 ? (
      <Empty titre="Aucune autre coopérative ne prête encore de salle, ni de matériel." />
    ) : (
      <Form form={form}>
        <FieldSection titre="Quoi">
          <Field form={form} name="objet" label="Pour quoi" hint="ne nommez personne" span={3} />
          <CheckboxGroup form={form} name="biens" label="Salles et matériel" options={biens.flatMap(cases)} />
          {biens.map((b) => (
            <input type="hidden" name="lues" value={`${b.bien} ${b.version}`} />
          ))}
        </FieldSection>
        <FieldSection titre="Quand">
          <Field
            form={form}
            name="matins"
            label="Les matins du"
            span={3}
            optional
            hint="22/03/2027, 23/03/2027"
          />
          <Field form={form} name="debutMatin" label="Le matin, de" />
          <Field form={form} name="finMatin" label="À" />
          <Field
            form={form}
            name="apres"
            label="Les après-midi du"
            span={3}
            optional
            hint="22/03/2027 ; avec le matin du même jour, une seule réservation : la salle reste à vous à midi"
          />
          <Field form={form} name="debutApres" label="L’après-midi, de" />
          <Field form={form} name="finApres" label="À" />
        </FieldSection>
        <Actions libelle="Réserver, tout ou rien" />
      </Form>
    )}
  </Page>
)

export const reserverBiensPage = geste({
  lien: reserverBiensUrl,
  droit: 'salles.tenir',
  champs,
  lire: async (tx) => (await lireBiens(tx)).filter((b) => !b.mien && b.retireLe === null),
  depart: () => ({ debutMatin: '9 h', finMatin: '12 h 30', debutApres: '13 h 30', finApres: '17 h' }),
  vue: (biens, form) => <Vue biens={biens} form={form} />,
  faire: async (tx, e) => {
    const { data, lu } = e
    const lues = new Map([data.lues ?? []].flat().map((x) => x.split(' ') as [string, string]))
    const choisis = new Set([data.biens ?? []].flat())
    const biens = lu.flatMap((b) =>
      ['', ...b.configurations.map((c) => c.nom)]
        .filter((configuration) => choisis.has(cle(b.bien, configuration)))
        .map((configuration) => ({ ...b, configuration })),
    )
    const [matins, apresMidi] = [data.matins ?? [], data.apres ?? []]
    if (biens.length === 0 || biens.length !== choisis.size)
      return champFaux('biens', 'Choisissez des salles ou du matériel encore prêtés.')
    if (new Set(biens.map((b) => b.bien)).size !== biens.length)
      return champFaux(
        'biens',
        'Une salle se prépare d’une seule façon à la fois : choisissez une configuration par salle.',
      )
    if (matins.length + apresMidi.length === 0)
      return champFaux('matins', 'Écrivez un jour au moins, le matin ou l’après-midi.')
    if (data.finMatin <= data.debutMatin) return champFaux('finMatin', 'La fin vient après le début.')
    if (data.finApres <= data.debutApres) return champFaux('finApres', 'La fin vient après le début.')
    if (data.debutApres < data.finMatin)
      return champFaux('debutApres', 'L’après-midi commence après le matin.')
    const creneaux = creneauxVoulus({
      matins,
      apresMidi,
      matin: [data.debutMatin, data.finMatin],
      apres: [data.debutApres, data.finApres],
    })
    if (biens.length * creneaux.length > DEMANDES_D_UN_GESTE)
      return champFaux('biens', `Un geste réserve ${DEMANDES_D_UN_GESTE} créneaux au plus : faites-en deux.`)
    const instant = (jour: (typeof creneaux)[number]['jour'], minute: number) =>
      instantDe(jour, minute, ZONE_PAR_DEFAUT).instant
    return demanderEnsemble(
      { ...e, tx },
      data.objet,
      biens.flatMap((b) =>
        creneaux.map((c) => ({
          bien: b.bien as BienId,
          titre: b.titre,
          version: /^\d{1,6}$/.test(lues.get(b.bien) ?? '') ? Number(lues.get(b.bien)) : b.version,
          configuration: b.configuration,
          debut: instant(c.jour, c.debut),
          fin: instant(c.jour, c.fin),
        })),
      ),
    )
  },
  suite: (fait) => ({
    vers: biensUrl(),
    dit: { genre: 'fait', ...direEnsemble(fait) },
  }),
})
