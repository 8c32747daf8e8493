// Long parce qu'un livrable se tient d'une page : sa version, son fichier, ses relectures, la suivante.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId, type Id } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  Definitions,
  Etat,
  Facts,
  Form,
  Page,
  RadioGroup,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, entier, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, type FormState, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { fichierAEnregistrer } from '#web/http/fichier.ts'
import { redirectWith } from '#web/http/flash.ts'
import { gardee, withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Groupe, groupesDu } from '../db/suites.ts'
import {
  type Dossier,
  type Livrable,
  type LivrableId,
  lireDossier,
  lireFichier,
  type Relecture,
  relecturesDe,
  type VersionDeLivrable,
  versionsDe,
} from '../db/travaux.ts'
import { direJour } from '../domain/dire.ts'
import { etatDuLivrable, licences } from '../domain/livrable.ts'
import { lireLivrable, livrerEncore, relireLivrable } from '../gestes/livrer.ts'
import { type Regard, regarder } from '../lecture/regard.ts'
import { dossierUrl, fichierUrl, groupeUrl, livrableUrl, polesUrl, poleUrl } from '../liens.ts'
import { Exporter } from './exporter.tsx'
import { LireVersion } from './lire-version.tsx'
import { ChampsDepot, champsDepot, enDepot, nomsDepot } from './livrable-champs.tsx'
import { etatsLivrable } from './livrables-table.tsx'

const champsVersion = z.object({ vue: entier({ min: 0, max: 1_000_000 }), ...champsDepot })
const champsRelecture = z.object({
  vue: entier({ min: 1, max: 1_000_000 }),
  avis: choix(['bon', 'a-reprendre'], { phrase: 'Dites ce que vous en pensez.' }),
  mot: texte({ max: 1000 }),
})

type VueProps = {
  r: Regard
  g: Groupe
  d: Dossier | undefined
  l: Livrable
  versions: readonly VersionDeLivrable[]
  relectures: readonly Relecture[]
  moi: string
  maintenant: Date
  forms?: Readonly<Record<string, FormState>>
}

const Relire = ({ r, l, v, relectures, moi, forms = {} }: VueProps & { v: VersionDeLivrable }) => {
  const form = (forms.relire ?? emptyForm()) as FormOf<typeof champsRelecture>
  const siennes = relectures.filter((x) => x.version === v.version)
  return (
    <Section titre="Relu par" id="relectures" sous={`version ${v.version}`}>
      {siennes.length === 0 ? (
        <p>Personne ne l’a encore relue. Une personne qui ne l’a pas écrite le fait, et le dit ici.</p>
      ) : (
        <ul class="puces">
          {siennes.map((x) => (
            <li>
              {x.par}, le {direJour(x.le, ZONE_PAR_DEFAUT)} :{' '}
              {x.avis === 'bon' ? 'bon à servir' : 'à reprendre'}
              {x.mot ? `. ${x.mot}` : ''}
            </li>
          ))}
        </ul>
      )}
      {r.participe && v.compte !== moi && !siennes.some((x) => x.compte === moi) ? (
        <details class="volet" open={forms.relire !== undefined}>
          <summary>Dire que je l’ai relue</summary>
          <Form
            form={form}
            action={`${livrableUrl({ pole: r.pole.id, livrable: l.id })}/relire`}
            classe="court"
          >
            <input type="hidden" name="vue" value={String(v.version)} />
            <div class="champs">
              <RadioGroup
                form={form}
                name="avis"
                label="Je la trouve"
                options={[
                  { value: 'bon', label: 'bonne à servir' },
                  { value: 'a-reprendre', label: 'à reprendre' },
                ]}
              />
              <TextArea
                form={form}
                name="mot"
                label="Pourquoi"
                rows={2}
                optional
                hint="dit, si elle est à reprendre"
              />
            </div>
            <p class="gestes-l">
              <Button genre="main">Signer ma relecture</Button>
            </p>
          </Form>
        </details>
      ) : null}
    </Section>
  )
}

const Vue = (p: VueProps) => {
  const { r, g, d, l, versions, relectures, maintenant, forms = {} } = p
  const v = versions[0]
  const ici = livrableUrl({ pole: r.pole.id, livrable: l.id })
  const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  const avis = relectures.filter((x) => x.version === v?.version).map((x) => x.avis)
  const form = (forms.version ??
    emptyForm(undefined, {
      dateLe: formaterDate(jour, 'chiffres'),
      licence: v?.licence,
    })) as FormOf<typeof champsVersion>
  return (
    <Page
      title={l.titre}
      path={[
        { libelle: 'Pôle', href: polesUrl() },
        { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
        { libelle: g.nom, href: groupeUrl({ pole: r.pole.id, groupe: g.id }) },
        ...(d ? [{ libelle: d.nom, href: dossierUrl({ pole: r.pole.id, dossier: d.id }) }] : []),
      ]}
      alert={Object.values(forms).find((f) => f.alert)?.alert}
      facts={
        <Facts
          faits={[
            [
              'État',
              <Etat {...etatsLivrable[etatDuLivrable({ valableAu: v?.valableAu ?? null }, avis, jour)]} />,
            ],
            ['Version', v ? String(v.version) : 'aucune'],
            ['Licence', v ? licences[v.licence].nom : ''],
            ['Valable', v?.valableAu ? `jusqu’au ${formaterDate(v.valableAu)}` : 'sans terme dit'],
          ]}
        />
      }
    >
      {v ? (
        <Section titre="Le document" id="document">
          <Definitions
            lignes={[
              [
                'À lire',
                <LireVersion
                  v={v}
                  fichier={fichierUrl({ pole: r.pole.id, livrable: v.livrable, version: v.version })}
                />,
              ],
              ['Daté du', formaterDate(v.dateLe)],
              ['Livré par', `${v.par}, le ${direJour(v.le, ZONE_PAR_DEFAUT)}`],
              ['On peut', licences[v.licence].phrase],
              ...(v.note ? [['Ce qu’il apporte', v.note] as const] : []),
            ]}
          />
        </Section>
      ) : null}
      {v ? <Relire {...p} v={v} /> : null}
      <Section titre="Versions" id="versions" sous="aucune ne se perd">
        <Table
          legende="Versions de ce livrable"
          lignes={versions}
          colonnes={[
            { titre: 'Version', entete: true, cell: (x) => `Version ${x.version}` },
            { titre: 'Datée du', cell: (x) => formaterDate(x.dateLe) },
            { titre: 'Par', cell: (x) => x.par },
            { titre: 'Apporte', cell: (x) => x.note || 'rien de dit' },
            {
              titre: 'À lire',
              cell: (x) => (
                <LireVersion
                  v={x}
                  fichier={fichierUrl({ pole: r.pole.id, livrable: x.livrable, version: x.version })}
                />
              ),
            },
          ]}
        />
        <Exporter href={withQuery(ici, { format: 'csv' })} quoi="versions" />
        {r.participe && g.closLe === null ? (
          <details class="volet" open={forms.version !== undefined}>
            <summary>Livrer la version suivante</summary>
            <Form form={form} action={`${ici}/versions`} fichiers noms={nomsDepot}>
              <input type="hidden" name="vue" value={String(v?.version ?? 0)} />
              <ChampsDepot form={form} />
              <Actions libelle="Livrer cette version" genre="main" />
            </Form>
          </details>
        ) : null}
      </Section>
    </Page>
  )
}

/** `/poles/:pole/livrables/:livrable` ; celui d'un dossier fermé n'existe que pour qui y entre. */
export const livrablePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const chemin = livrableUrl.modele
  const lit = exigerDroit('pole.lire')
  const ecrit = exigerDroit('pole.participer')
  const ouvrir = (
    c: Context<Env>,
    work: (tx: TenantTx, visiteur: Visiteur, r: Regard, g: Groupe, l: Livrable) => Promise<Response>,
  ) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const r = await regarder(tx, visiteur, c.req.param('pole') ?? '')
      const id = asId<'Livrable'>(c.req.param('livrable') ?? '') as LivrableId | undefined
      const l = r && id && (await lireLivrable(tx, r.pole.id, id))
      const g = r && l && (await groupesDu(tx, r.pole.id)).find((x) => x.id === l.groupe)
      return r && l && g ? work(tx, visiteur, r, g, l) : notFound(c)
    })
  const vue = async (
    tx: TenantTx,
    visiteur: Visiteur,
    r: Regard,
    g: Groupe,
    l: Livrable,
  ): Promise<VueProps> => ({
    r,
    g,
    l,
    d: l.dossier ? await lireDossier(tx, r.pole.id, l.dossier) : undefined,
    versions: await versionsDe(tx, r.pole.id, [l.id]),
    relectures: await relecturesDe(tx, r.pole.id, [l.id]),
    moi: visiteur.personneId,
    maintenant: clock.now(),
  })

  return new Hono<Env>()
    .get(chemin, lit, (c) =>
      ouvrir(c, async (tx, visiteur, r, g, l) => {
        const v = await vue(tx, visiteur, r, g, l)
        return c.req.query('format') === 'csv'
          ? repondreCsv(
              c,
              'versions',
              enCsv(
                ['Version', 'Datée du', 'Valable jusqu’au', 'Licence', 'Par', 'Apporte', 'Relue par'],
                v.versions.map((x) => [
                  x.version,
                  x.dateLe,
                  x.valableAu,
                  licences[x.licence].nom,
                  x.par,
                  x.note,
                  v.relectures
                    .filter((y) => y.version === x.version)
                    .map((y) => y.par)
                    .join(', '),
                ]),
              ),
            )
          : c.html(<Vue {...v} />)
      }),
    )
    .get(gardee(fichierUrl, { version: '[0-9]{1,6}' }), lit, (c) =>
      ouvrir(c, async (tx, _visiteur, r, _g, l) => {
        const f = await lireFichier(tx, r.pole.id, l.id, Number(c.req.param('version')))
        if (!f) return notFound(c)
        return fichierAEnregistrer(f)
      }),
    )
    .post(`${chemin}/versions`, ecrit, async (c) => {
      const lu = await readForm(champsVersion, c)
      return ouvrir(c, async (tx, visiteur, r, g, l) => {
        const revenir = async (form: FormState, statut: 200 | 409 | 413 | 415 | 422) =>
          c.html(<Vue {...(await vue(tx, visiteur, r, g, l))} forms={{ version: form }} />, statut)
        if (!lu.ok) return revenir(lu.form, lu.status)
        const qui = { compte: visiteur.personneId, nom: visiteur.nom }
        const fait = await livrerEncore(tx, r.pole.id, g, l, lu.data.vue, enDepot(lu.data), qui, clock.now())
        if (!fait.ok) return revenir(withAlert(lu.form, fait.error.phrase), 409)
        return redirectWith(c, livrableUrl({ pole: r.pole.id, livrable: l.id }), {
          genre: 'fait',
          fort: 'La version est livrée.',
          suite: 'Elle se relit à son tour.',
        })
      })
    })
    .post(`${chemin}/relire`, ecrit, async (c) => {
      const lu = await readForm(champsRelecture, c)
      return ouvrir(c, async (tx, visiteur, r, g, l) => {
        const revenir = async (form: FormState, statut: 200 | 409 | 413 | 415 | 422) =>
          c.html(<Vue {...(await vue(tx, visiteur, r, g, l))} forms={{ relire: form }} />, statut)
        if (!lu.ok) return revenir(lu.form, lu.status)
        const le = clock.now()
        const id = ((lu.jeton && asId<'Relecture'>(lu.jeton)) || newId<'Relecture'>(le)) as Id<'Relecture'>
        const fait = await relireLivrable(
          tx,
          r.pole.id,
          l,
          { id, version: lu.data.vue, avis: lu.data.avis, mot: lu.data.mot },
          { compte: visiteur.personneId, nom: visiteur.nom },
          le,
        )
        if (!fait.ok) return revenir(withAlert(lu.form, fait.error.phrase), 409)
        return redirectWith(c, `${livrableUrl({ pole: r.pole.id, livrable: l.id })}#relectures`, {
          genre: fait.value ? 'fait' : 'passe',
          fort: fait.value ? 'Votre relecture est notée.' : 'Vous l’aviez déjà relue.',
        })
      })
    })
}
