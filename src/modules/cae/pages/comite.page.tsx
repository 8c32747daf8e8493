import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId, type PersonneId } from '#kernel/id.ts'
import { refuser } from '#kernel/refus.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type Adhesion, adhesions } from '#modules/comptes/index.ts'
import { type Envoi, pageEtGestes, petitGeste } from '#modules/organisme/index.ts'
import { Actions, Button, Empty, Field, Form, Page, Section, SelectField, Table } from '#web/components.tsx'
import { date, entier, facultatif, identifiant } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { lireComite, membresDuComite } from '../db/habilitations.ts'
import type { Comite, MembreDuComite } from '../domain/habilitations.ts'
import { nommer, peutSieger, reglerComite, retirer } from '../gestes/habilitations.ts'
import { comiteUrl, habilitationsUrl } from '../liens.ts'
import { champFaux } from './champs.ts'

const reglage = z.object({
  version: entier({ min: 0 }),
  quorum: entier({ min: 1, max: 50, vide: 'Écrivez combien de membres se prononcent.' }),
  revue: entier({ min: 1, max: 60, vide: 'Écrivez le nombre de mois.' }),
  depuis: facultatif(date()),
})
const membre = z.object({
  compte: identifiant((t) => asId<'Personne'>(t), { phrase: 'Choisissez une personne de l’équipe.' }),
})

type Lu = {
  readonly comite: Comite | undefined
  readonly membres: readonly Omit<MembreDuComite, 'nom'>[]
  readonly equipe: readonly Adhesion[]
  readonly jour: DateCivile
}
const nomDe = (lu: Lu, compte: PersonneId) => {
  const m = lu.equipe.find((x) => x.compte === compte)
  return m ? `${m.prenom} ${m.nom}`.trim() || m.courriel : 'Personne partie'
}

/** Le comité des habilitations, que la direction règle : qui y siège, son quorum, et depuis quand il retient une session. */
export const comitePage = pageEtGestes({
  lien: comiteUrl,
  droit: 'delegations.donner',
  async lire(tx, _params, { visiteur, le }): Promise<Lu | undefined> {
    if (!visiteur.cae) return undefined
    const jour = jourLocal(le, ZONE_PAR_DEFAUT)
    return {
      comite: await lireComite(tx),
      membres: await membresDuComite(tx, jour),
      equipe: await adhesions(tx),
      jour,
    }
  },
  vue: (_tx, lu, revenu) => {
    const r = (
      revenu?.geste === 'regler'
        ? revenu.form
        : emptyForm(undefined, {
            version: String(lu.comite?.version ?? 0),
            quorum: String(lu.comite?.quorum ?? 3),
            revue: String(lu.comite?.revueMois ?? 12),
            depuis: lu.comite?.exigeDepuis ? formaterDate(lu.comite.exigeDepuis, 'chiffres') : '',
          })
    ) as FormOf<typeof reglage>
    const m = (revenu?.geste === 'nommer' ? revenu.form : emptyForm()) as FormOf<typeof membre>
    return (
      <Page
        title="Comité des habilitations"
        lede="Il décide qui forme, pour quelle nature d’action et dans quel rôle. Personne ne s’y prononce sur son propre dossier."
        path={[{ libelle: 'Habilitations', href: habilitationsUrl() }]}
        alert={revenu?.form.alert}
      >
        <Section titre="Ses membres" id="membres">
          {lu.membres.length === 0 ? (
            <Empty titre="Personne n’y siège">
              Nommez d’abord ses membres : sans quorum, rien ne se décide.
            </Empty>
          ) : (
            <Table
              legende="Membres du comité"
              lignes={lu.membres}
              colonnes={[
                { titre: 'Membre', entete: true, cell: (x) => nomDe(lu, x.compte) },
                { titre: 'Depuis', cell: (x) => formaterDate(x.du) },
                {
                  titre: 'Geste',
                  cell: (x) =>
                    x.au ? (
                      `jusqu’au ${formaterDate(x.au)}`
                    ) : (
                      <Form form={emptyForm()} action={`${comiteUrl()}/retirer`} classe="">
                        <input type="hidden" name="compte" value={x.compte} />
                        <Button genre="link">
                          Retirer<span class="unseen"> {nomDe(lu, x.compte)}</span>
                        </Button>
                      </Form>
                    ),
                },
              ]}
            />
          )}
          <Form form={m} action={`${comiteUrl()}/nommer`} classe="court">
            <SelectField
              form={m}
              name="compte"
              label="Nommer"
              vide="choisir"
              options={lu.equipe
                .filter(
                  (x) =>
                    !x.enAttente &&
                    peutSieger(x.roles) &&
                    !lu.membres.some((y) => y.compte === x.compte && y.au === null),
                )
                .map((x) => ({ value: x.compte, label: nomDe(lu, x.compte) }))}
            />
            <p class="gestes-l">
              <Button>Nommer au comité</Button>
            </p>
          </Form>
        </Section>
        <Section titre="Ses règles" id="regles">
          <Form
            form={r}
            action={`${comiteUrl()}/regler`}
            noms={{
              quorum: 'Quorum',
              revue: 'Une habilitation se revoit après',
              depuis: 'Une session attend des personnes habilitées depuis le',
            }}
          >
            <input type="hidden" name="version" value={String(lu.comite?.version ?? 0)} />
            <Field
              form={r}
              name="quorum"
              label="Quorum"
              inputmode="numeric"
              hint="Combien de membres se prononcent au moins ; qui se retire ne compte pas."
            />
            <Field
              form={r}
              name="revue"
              label="Une habilitation se revoit après"
              inputmode="numeric"
              unite="mois"
            />
            <Field
              form={r}
              name="depuis"
              label="Une session attend des personnes habilitées depuis le"
              inputmode="numeric"
              hint="Vide : les habilitations se tiennent, et ne retiennent aucune session."
              optional
            />
            <Actions libelle="Garder ces règles" />
          </Form>
        </Section>
      </Page>
    )
  },
  gestes: {
    regler: petitGeste<typeof reglage, Lu, undefined>({
      champs: reglage,
      droit: 'delegations.donner',
      faire: (tx, { data, visiteur, le }: Envoi<Lu, z.output<typeof reglage>>) =>
        reglerComite(
          tx,
          visiteur,
          { quorum: data.quorum, revueMois: data.revue, exigeDepuis: data.depuis ?? null },
          data.version,
          le,
        ),
      suite: () => ({
        vers: comiteUrl(),
        dit: { genre: 'fait', fort: 'Les règles du comité sont gardées.' },
      }),
    }),
    nommer: petitGeste<typeof membre, Lu, undefined>({
      champs: membre,
      droit: 'delegations.donner',
      faire: async (tx, { lu, data, visiteur, le }: Envoi<Lu, z.output<typeof membre>>) => {
        const x = lu.equipe.find((y) => y.compte === data.compte && !y.enAttente)
        if (!x) return refuser('introuvable', 'Cette personne n’est pas de la coopérative.')
        if (!peutSieger(x.roles))
          return champFaux(
            'compte',
            'Aucun rôle de cette personne n’ouvre un dossier : elle ne pourrait pas le juger.',
          )
        return nommer(tx, visiteur, { compte: x.compte, du: lu.jour }, le)
      },
      suite: () => ({ vers: comiteUrl(), dit: { genre: 'fait', fort: 'La personne siège au comité.' } }),
    }),
    retirer: petitGeste<typeof membre, Lu, undefined>({
      champs: membre,
      droit: 'delegations.donner',
      faire: (tx, { lu, data, visiteur, le }: Envoi<Lu, z.output<typeof membre>>) =>
        retirer(tx, visiteur, data.compte as PersonneId, lu.jour, le),
      suite: () => ({
        vers: comiteUrl(),
        dit: { genre: 'fait', fort: 'La personne ne siège plus après aujourd’hui.' },
      }),
    }),
  },
})
