import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { type ActiviteId, asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { geste } from '#modules/organisme/index.ts'
import { Actions, Field, Form, Page, SelectField, TextArea } from '#web/components.tsx'
import { date, identifiant, texte } from '#web/fields.ts'
import { cadresEnVigueur } from '../db/missions.ts'
import { type MissionLue, pourCent } from '../domain/missions.ts'
import { reventiler } from '../gestes/marque-commune.ts'
import { missionsUrl, repartirUrl } from '../liens.ts'
import { champFaux, heuresTenues, montantDu, sousSonChamp } from './champs.ts'

const fields = z.object({
  collective: identifiant((t) => asId<'Activite'>(t), { phrase: 'Choisissez la marque commune.' }),
  objet: texte({ min: 3, max: 300, vide: 'Dites en une ligne ce qui a été fait.' }),
  base: montantDu('Écrivez le montant à répartir, hors taxes.'),
  heures: heuresTenues(),
  jour: date({ vide: 'Écrivez le jour.' }),
})

/** Les marques communes de qui lit : ce que des cadres lui font répartir, et à qui. */
const collectives = (cadres: readonly MissionLue[]) =>
  Map.groupBy(
    cadres.filter((c) => c.cle === 'pourcent' && c.miens.includes('acheteuse')),
    (c) => c.acheteuse,
  )

/** Une marque commune reventile ce qu’elle a reçu : autant de bons que de membres (décret 2015-1363, convention d’activité commune). */
export const repartirPage = geste({
  lien: repartirUrl,
  droit: 'missions.tenir',
  champs: fields,
  async lire(tx, _params, { visiteur, le }) {
    if (!visiteur.cae) return undefined
    const par = collectives(await cadresEnVigueur(tx, le))
    return par.size > 0 ? par : undefined
  },
  depart: (_tx, par, { le }) => ({
    collective: [...par.keys()][0] ?? '',
    jour: formaterDate(jourLocal(le, ZONE_PAR_DEFAUT), 'chiffres'),
  }),
  vue: (par, form) => (
    <Page
      title="Répartir"
      lede="Ce que la marque commune a reçu va à ses membres, à la part que chaque cadre dit : un bon par membre, que chacune et chacun confirme."
      path={[{ libelle: 'Entre enseignes', href: missionsUrl() }]}
      alert={form.alert}
    >
      {[...par.values()].map((cadres) => (
        <p>
          {cadres[0]?.nomAcheteuse} :{' '}
          {cadres.map((c) => `${c.nomVendeuse} ${pourCent(c.taux ?? 0)}`).join(', ')}.
        </p>
      ))}
      <Form form={form}>
        <SelectField
          form={form}
          name="collective"
          label="La marque commune"
          options={[...par].map(([value, [c]]) => ({ value, label: c?.nomAcheteuse ?? '' }))}
        />
        <TextArea form={form} name="objet" label="En une ligne" rows={2} />
        <Field form={form} name="base" label="Montant à répartir, hors taxes" inputmode="decimal" unite="€" />
        <Field form={form} name="heures" label="Heures tenues" hint="14 h" />
        <Field form={form} name="jour" label="Le" inputmode="numeric" hint="22/03/2027" />
        <Actions libelle="Répartir" />
      </Form>
    </Page>
  ),
  faire: async (tx, { data, le, cle }) =>
    data.jour > jourLocal(le, ZONE_PAR_DEFAUT)
      ? champFaux('jour', 'Ce jour n’est pas venu : on répartit ce qui a été tenu.')
      : sousSonChamp(
          fields,
          reventiler(
            tx,
            data.collective as ActiviteId,
            {
              objet: data.objet,
              base: data.base,
              minutes: data.heures,
              jour: data.jour,
              session: null,
              jeton: cle,
            },
            le,
          ),
        ),
  suite: (bons) => ({
    vers: missionsUrl(),
    dit: {
      genre: 'fait',
      fort: `${compter(bons.length, 'bon')} à confirmer.`,
      suite: 'Chaque membre confirme le sien.',
    },
  }),
})
