import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type ActiviteId, asId, type Id } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  type EnseigneLue,
  type Envoi,
  listerEnseignes,
  pageEtGestes,
  petitGeste,
} from '#modules/organisme/index.ts'
import { derive } from '#platform/db/index.ts'
import {
  Actions,
  Button,
  CheckboxGroup,
  Empty,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import {
  choix,
  date,
  entier,
  facultatif,
  identifiant,
  montant,
  plusieurs,
  texte,
  viaParser,
} from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { lireReglage, listerBaremes } from '../db/compte.ts'
import { lirePrefixes, lireTranches, type Reglage, reglageParDefaut } from '../domain/compte.ts'
import { oterBareme, poserBareme, trancher } from '../gestes/baremes.ts'
import { activitesUrl, baremesUrl } from '../liens.ts'
import { champFaux } from './champs.ts'
import { direTaux, euros } from './compte-vue.tsx'

const bareme = z.object({
  contribution: texte({ min: 2, max: 60, vide: 'Nommez la contribution.' }),
  enseigne: facultatif(identifiant((t) => asId<'Activite'>(t))),
  assiette: choix(['marge', 'marge-formation']),
  depuis: date({ vide: 'Écrivez le premier jour.' }),
  tranches: viaParser(
    lireTranches,
    'Une tranche par ligne : « 30000 : 11,5 », bornes croissantes, la dernière sans borne.',
    { vide: 'Écrivez au moins un taux.' },
  ),
  fixe: facultatif(montant()),
})
const prefixes = (vide?: string) =>
  viaParser(lirePrefixes, 'Des préfixes de comptes, séparés d’une espace : 604 611.', vide ? { vide } : {})
const retrait = z.object({ bareme: identifiant((t) => asId<'Bareme'>(t)) })
const reglage = z.object({
  version: entier({ min: 0 }),
  cumul: choix(['par-bareme', 'commun']),
  avoir: choix(['du-jour', 'd-origine']),
  seuils: choix(['entier', 'prorata']),
  exclues: plusieurs(['annexe', 'dedit', 'hors-formation']),
  deduits: facultatif(prefixes()),
  tresorerie: prefixes('Écrivez au moins un préfixe de compte.'),
  aVenir: facultatif(prefixes()),
})

type Lu = {
  readonly baremes: Awaited<ReturnType<typeof listerBaremes>>
  readonly reglage: Reglage
  readonly version: number
  readonly enseignes: readonly EnseigneLue[]
  readonly jour: DateCivile
}
const nomDe = (lu: Lu, id: ActiviteId | null) =>
  id === null ? 'toutes les enseignes' : (lu.enseignes.find((e) => e.id === id)?.nom ?? 'une enseigne')
const direTranches = (b: Lu['baremes'][number]) =>
  b.tranches
    .map((t) => (t.jusqua === null ? direTaux(t.taux) : `${direTaux(t.taux)} jusqu’à ${euros(t.jusqua)}`))
    .join(', puis ')

const formDe = <S extends z.ZodType>(
  revenu: { readonly geste: string; readonly form: unknown } | undefined,
  nom: string,
  depart: Record<string, string | string[]>,
): FormOf<S> => (revenu?.geste === nom ? revenu.form : emptyForm(undefined, depart)) as FormOf<S>

/** Les barèmes des contributions, et ce que chaque coopérative tranche. */
export const baremesPage = pageEtGestes({
  lien: baremesUrl,
  droit: 'baremes.regler',
  async lire(tx, _params, { visiteur, le }): Promise<Lu | undefined> {
    if (!visiteur.cae) return undefined
    const lu = await lireReglage(tx)
    return {
      baremes: await listerBaremes(tx, null),
      reglage: lu ?? reglageParDefaut,
      version: lu?.version ?? 0,
      enseignes: await listerEnseignes(tx),
      jour: jourLocal(le, ZONE_PAR_DEFAUT),
    }
  },
  vue: (_tx, lu, revenu) => {
    const ici = baremesUrl()
    const b = formDe<typeof bareme>(revenu, 'poser', {
      contribution: 'Contribution coopérative',
      assiette: 'marge',
      depuis: formaterDate(lu.jour, 'chiffres'),
    })
    const r = formDe<typeof reglage>(revenu, 'trancher', {
      version: String(lu.version),
      cumul: lu.reglage.cumul,
      avoir: lu.reglage.avoir,
      seuils: lu.reglage.seuils,
      exclues: [...lu.reglage.naturesExclues],
      deduits: lu.reglage.comptesDeduits.join(' '),
      tresorerie: lu.reglage.comptesTresorerie.join(' '),
      aVenir: lu.reglage.comptesAVenir.join(' '),
    })
    return (
      <Page
        title="Barèmes et réglages"
        lede="Ce que la coopérative prélève sur la marge de chaque enseigne : des barèmes datés, par tranches, une part fixe."
        path={[{ libelle: 'Activités', href: activitesUrl() }]}
        alert={revenu?.form.alert}
      >
        <Section titre="En place" id="en-place">
          {lu.baremes.length === 0 ? (
            <Empty titre="Aucun barème">Sans barème, aucune contribution n’est comptée.</Empty>
          ) : (
            <Table
              legende="Barèmes en place"
              lignes={lu.baremes}
              colonnes={[
                {
                  titre: 'Contribution',
                  entete: true,
                  cell: (x) => (
                    <>
                      {x.contribution}{' '}
                      <small>
                        {nomDe(lu, x.activite)}, {x.assiette === 'marge' ? 'marge' : 'marge de formation'}
                      </small>
                    </>
                  ),
                },
                { titre: 'Depuis', cell: (x) => formaterDate(x.depuis as DateCivile) },
                { titre: 'Tranches', cell: direTranches },
                {
                  titre: 'Par mois',
                  nombre: true,
                  cell: (x) => (x.fixeMensuel > 0 ? euros(x.fixeMensuel) : ''),
                },
                {
                  titre: 'Geste',
                  cell: (x) => (
                    <Form form={emptyForm()} action={`${ici}/retirer`} classe="">
                      <input type="hidden" name="bareme" value={x.id} />
                      <Button genre="link">
                        Retirer
                        <span class="unseen">
                          {' '}
                          {x.contribution}, depuis le {formaterDate(x.depuis as DateCivile)}
                        </span>
                      </Button>
                    </Form>
                  ),
                },
              ]}
            />
          )}
        </Section>
        <Section titre="Poser un barème" id="poser">
          <Form
            form={b}
            action={`${ici}/poser`}
            noms={{
              contribution: 'Contribution',
              enseigne: 'Enseigne',
              assiette: 'Il vaut pour',
              depuis: 'Depuis le',
              tranches: 'Tranches sur douze mois',
              fixe: 'Part fixe par mois',
            }}
          >
            <FieldSection titre="Lequel">
              <Field
                form={b}
                name="contribution"
                label="Contribution"
                hint="« Contribution coopérative », « Assurance »…"
              />
              <SelectField
                form={b}
                name="enseigne"
                label="Enseigne"
                vide="toutes"
                optional
                options={lu.enseignes.map((e) => ({ value: e.id, label: e.nom }))}
              />
              <RadioGroup
                form={b}
                name="assiette"
                label="Il vaut pour"
                options={[
                  { value: 'marge', label: 'la marge, et celle de formation si elle n’a pas le sien' },
                  { value: 'marge-formation', label: 'la marge de formation seule' },
                ]}
              />
              <Field form={b} name="depuis" label="Depuis le" inputmode="numeric" hint="22/03/2027" />
            </FieldSection>
            <FieldSection titre="Combien">
              <TextArea
                form={b}
                name="tranches"
                label="Tranches sur douze mois"
                rows={5}
                hint="Une par ligne, en euros et pour cent : « 30000 : 11,5 » ; la dernière sans borne : « au-delà : 7,5 », ou « 13,5 » seul."
              />
              <Field form={b} name="fixe" label="Part fixe par mois" inputmode="decimal" unite="€" optional />
            </FieldSection>
            <Actions libelle="Poser ce barème" />
          </Form>
        </Section>
        <Section titre="Ce que vous tranchez" id="trancher">
          <Form
            form={r}
            action={`${ici}/trancher`}
            noms={{
              deduits: 'Charges ôtées du facturé pour faire la marge',
              tresorerie: 'Comptes de la trésorerie',
              aVenir: 'Comptes de ce qui vient',
            }}
          >
            <input type="hidden" name="version" value={String(lu.version)} />
            <RadioGroup
              form={r}
              name="cumul"
              label="La formation et le reste"
              options={[
                { value: 'par-bareme', label: 'montent chacun leurs tranches' },
                { value: 'commun', label: 'montent les tranches ensemble' },
              ]}
            />
            <RadioGroup
              form={r}
              name="avoir"
              label="Un avoir rend"
              options={[
                { value: 'du-jour', label: 'au barème du jour où il est émis' },
                { value: 'd-origine', label: 'ce que sa facture a payé' },
              ]}
            />
            <RadioGroup
              form={r}
              name="seuils"
              label="Un exercice de moins de douze mois"
              options={[
                { value: 'entier', label: 'garde les bornes entières' },
                { value: 'prorata', label: 'réduit les bornes au nombre de mois' },
              ]}
            />
            <CheckboxGroup
              form={r}
              name="exclues"
              label="Hors de toute contribution"
              options={[
                { value: 'annexe', label: 'les frais annexes (repas, hébergement)' },
                { value: 'dedit', label: 'les dédits' },
                { value: 'hors-formation', label: 'ce qui n’est pas de la formation' },
              ]}
            />
            <Field
              form={r}
              name="deduits"
              label="Charges ôtées du facturé pour faire la marge"
              hint="Des préfixes de comptes : 604 611. Vide : aucune."
              optional
            />
            <Field form={r} name="tresorerie" label="Comptes de la trésorerie" hint="5 40 42 43 44" />
            <Field form={r} name="aVenir" label="Comptes de ce qui vient" hint="41 421 425" optional />
            <Actions libelle="Garder ces réglages" />
          </Form>
        </Section>
      </Page>
    )
  },
  gestes: {
    poser: petitGeste({
      champs: bareme,
      droit: 'baremes.regler',
      async faire(tx, { lu, data, visiteur, le, cle }: Envoi<Lu, z.output<typeof bareme>>) {
        if (data.enseigne && !lu.enseignes.some((e) => e.id === data.enseigne))
          return champFaux('enseigne', 'Choisissez une enseigne de la liste.')
        return poserBareme(
          tx,
          visiteur,
          {
            id: derive<'Bareme'>(cle, JSON.stringify(data), 0),
            contribution: data.contribution,
            activite: (data.enseigne ?? null) as ActiviteId | null,
            assiette: data.assiette,
            depuis: data.depuis,
            fixeMensuel: data.fixe ?? 0,
            ...data.tranches,
          },
          le,
        )
      },
      suite: () => ({ vers: baremesUrl(), dit: { genre: 'fait', fort: 'Le barème est posé.' } }),
    }),
    retirer: petitGeste({
      champs: retrait,
      droit: 'baremes.regler',
      faire: (tx, { data, visiteur, le }: Envoi<Lu, z.output<typeof retrait>>) =>
        oterBareme(tx, visiteur, data.bareme as Id<'Bareme'>, le),
      suite: () => ({
        vers: baremesUrl(),
        dit: { genre: 'fait', fort: 'Le barème est retiré.', suite: 'Celui d’avant vaut de nouveau.' },
      }),
    }),
    trancher: petitGeste({
      champs: reglage,
      droit: 'baremes.regler',
      faire: (tx, { data, visiteur, le }: Envoi<Lu, z.output<typeof reglage>>) =>
        trancher(
          tx,
          visiteur,
          {
            cumul: data.cumul,
            avoir: data.avoir,
            seuils: data.seuils,
            naturesExclues: data.exclues,
            comptesDeduits: data.deduits ?? [],
            comptesTresorerie: data.tresorerie,
            comptesAVenir: data.aVenir ?? [],
          },
          data.version,
          le,
        ),
      suite: () => ({ vers: baremesUrl(), dit: { genre: 'fait', fort: 'Les réglages sont gardés.' } }),
    }),
  },
})
