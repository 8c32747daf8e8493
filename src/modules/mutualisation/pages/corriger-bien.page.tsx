/** La fiche d’un bien prêté se corrige ; ce qui est déjà demandé, ou réservé, garde ses conditions. */
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { formaterCentimes } from '#kernel/montant.ts'
import { geste } from '#modules/organisme/index.ts'
import { Actions, Definitions, FieldSection, Form, Page } from '#web/components.tsx'
import { entier, facultatif } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { lireBiens, lireReservations } from '../db/biens.ts'
import { type Bien, type BienId, ecrireBareme, ecrireConfigurations } from '../domain/biens.ts'
import { corriger } from '../gestes/biens.ts'
import { biensUrl, bienUrl, corrigerBienUrl } from '../liens.ts'
import {
  CeQuElleDemande,
  CeQuElleEst,
  champsDeLaFiche,
  enFiche,
  type TauxDIci,
  tauxDIci,
  tauxFaux,
} from './fiche-du-bien-vue.tsx'
import { vive } from './reservation-vue.tsx'

const version = () => entier({ min: 1, max: 1_000_000 })
const champs = z.object({
  /** La fiche relue : un renvoi n’est pas refusé sans fin. */
  version: version(),
  /** Celle d’où la page est partie : tant que ce n’est plus elle, l’écart se montre. */
  ouverte: facultatif(version()),
  ...champsDeLaFiche,
})
type Lu = { readonly b: Bien; readonly taux: TauxDIci; readonly engagees: number }

const depart = (b: Bien) => ({
  adresse: b.adresse,
  acces: b.acces,
  configurations: ecrireConfigurations(b.configurations),
  equipement: b.equipement,
  reglement: b.reglement,
  membre: formaterCentimes(b.membre),
  autre: formaterCentimes(b.autre),
  taux: String(b.taux),
  tampon: String(b.tampon),
  visa: b.repond ? 'oui' : 'non',
  bareme: ecrireBareme(b.bareme),
})
const nomsDesChamps = {
  adresse: 'Adresse',
  configurations: 'Configurations',
  acces: 'Accès',
  equipement: 'Équipement',
  reglement: 'Règlement',
  membre: 'Aux membres, la demi-journée',
  autre: 'Hors du pôle, la demi-journée',
  taux: 'TVA',
  visa: 'Une demande',
  tampon: 'Tampon après chaque prêt',
  bareme: 'Ce qui reste dû d’une annulation',
} as const
const enMots = (champ: keyof typeof nomsDesChamps, dit: string): string =>
  dit === ''
    ? 'rien'
    : champ === 'visa'
      ? dit === 'oui'
        ? 'attend votre réponse'
        : 'vaut réservation'
      : champ === 'taux'
        ? `${Number(dit) / 100} %`.replace('.', ',')
        : champ === 'membre' || champ === 'autre'
          ? `${dit} €`
          : champ === 'tampon'
            ? `${dit} min`
            : dit

/** La fiche fut corrigée depuis que la page s’est ouverte : ce qu’elle dit d’autre que le formulaire, qui garde ce qui est tapé. */
const DitMaintenant = ({ b, form }: { b: Bien; form: FormOf<typeof champs> }) => {
  const actuelle = depart(b)
  const autres = (Object.keys(nomsDesChamps) as (keyof typeof nomsDesChamps)[]).filter(
    (champ) => (form.values.get(champ)?.[0] ?? '').replaceAll('\r', '').trim() !== actuelle[champ].trim(),
  )
  return autres.length === 0 ? null : (
    <FieldSection titre="La fiche dit maintenant">
      <Definitions
        lignes={autres.map((champ) => [nomsDesChamps[champ], enMots(champ, actuelle[champ])] as const)}
      />
    </FieldSection>
  )
}

const Vue = ({ lu: { b, taux, engagees }, form }: { lu: Lu; form: FormOf<typeof champs> }) => {
  const dite = (champ: 'ouverte' | 'version') => form.values.get(champ)?.[0]
  const ouverte = dite('ouverte') || dite('version') || String(b.version)
  return (
    <Page
      title={`Corriger la fiche : ${b.titre}`}
      lede="Ce qui est déjà demandé, ou réservé, garde son prix, sa TVA, son barème d’annulation, sa configuration et ses places. Le reste vaut dès maintenant."
      path={[
        { libelle: 'Salles et matériel du pôle', href: biensUrl() },
        { libelle: b.titre, href: bienUrl({ bien: b.bien }) },
      ]}
      alert={form.alert}
    >
      <Form form={form}>
        <input type="hidden" name="version" value={String(b.version)} />
        <input type="hidden" name="ouverte" value={ouverte} />
        {ouverte === String(b.version) ? null : <DitMaintenant b={b} form={form} />}
        <FieldSection titre="Quoi">
          <p class="l3">
            {engagees === 0
              ? 'Rien n’est demandé pour l’instant.'
              : engagees === 1
                ? 'Une demande ou réservation est en cours : elle ne change pas.'
                : `${engagees} demandes ou réservations sont en cours : elles ne changent pas.`}{' '}
            Qui lisait l’ancienne fiche relit la nouvelle avant de demander. Le nom ne change pas : des
            sessions le portent peut-être déjà. Les photographies s’ajoutent et s’ôtent{' '}
            <a href={`${bienUrl({ bien: b.bien })}#photos`}>sur la fiche</a>.
          </p>
          <CeQuElleEst form={form as never} />
        </FieldSection>
        <CeQuElleDemande form={form as never} ici={taux} />
        <Actions libelle="Corriger la fiche" />
      </Form>
    </Page>
  )
}

export const corrigerBienPage = geste({
  lien: corrigerBienUrl,
  droit: 'salles.tenir',
  champs,
  async lire(tx, { bien }, { le }): Promise<Lu | undefined> {
    const id = asId<'BienPrete'>(bien) as BienId | undefined
    const [b] = id ? await lireBiens(tx, id) : []
    if (!b?.mien || b.retireLe !== null) return undefined
    const engagees = (await lireReservations(tx, b.bien)).filter((r) => vive(r) && r.fin > le).length
    return { b, taux: await tauxDIci(tx, le), engagees }
  },
  depart: (_tx, { b }) => ({ version: String(b.version), ...depart(b) }),
  vue: (lu, form) => <Vue lu={lu} form={form} />,
  faire: async (tx, e) => {
    const faux = tauxFaux(e.data, e.lu.taux, e.lu.b.salle)
    if (faux) return faux
    return corriger({ ...e, tx }, e.lu.b, e.data.version, enFiche(e.data))
  },
  suite: (fait, { b }) => ({
    vers: bienUrl({ bien: b.bien }),
    dit: {
      genre: 'fait',
      ...(fait === 'deja'
        ? { fort: 'La fiche disait déjà cela.' }
        : {
            fort: 'La fiche est corrigée.',
            suite: 'Ce qui est déjà demandé, ou réservé, garde ses conditions.',
          }),
    },
  }),
})
