/**
 * Une liste : ses filtres, ses colonnes à l'écran et à emporter, ses pages par clé. Une colonne dit `cell` pour l'écran, `csv`
 * pour le tableur, ou les deux ; l'ordre du tableau est celui des deux.
 */
import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { exigerConnexion } from '#modules/comptes/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { FilterField, Filters, Page, Pagination, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { type Lien, withQuery } from '#web/links.ts'
import { type Cursor, cutPage, type PageRequest, readPage } from '#web/pagination.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Droit, droits, type Objet } from '../domain/droits.ts'
import { exigerDroit, peutVisiteur } from './droits.ts'

const debut: PageRequest = { sens: 'apres', cle: undefined }
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Un filtre : ce qu'il lit d'une adresse (tenue pour hostile), comment son champ le montre. */
export type Filtre<V extends string | undefined> = {
  readonly label: string
  readonly lire: (brut: string) => V
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  montrer?(valeur: V & string): string
}
/** Des mots à chercher. */
export const mots = (label: string): Filtre<string> => ({
  label,
  lire: (brut) => brut.toWellFormed().replaceAll('\0', '').trim().slice(0, 100),
})
/** Une année civile, sur quatre chiffres ; la page dit lesquelles se choisissent (`autour.options`). */
export const annee = (label = 'Année'): Filtre<string> => ({
  label,
  lire: (brut) => (/^[0-9]{4}$/.test(brut) ? brut : ''),
})
/** Un nom parmi d'autres, ou tous. */
export const parmi = <K extends string>(
  noms: Readonly<Record<K, string>>,
  tous: string,
  label = 'Parmi',
): Filtre<K | undefined> => ({
  label,
  lire: (brut) => (Object.hasOwn(noms, brut) ? (brut as K) : undefined),
  options: [
    { value: '', label: tous },
    ...Object.entries<string>(noms).map(([value, nom]) => ({ value, label: nom })),
  ],
})

type Filtres = Readonly<Record<string, Filtre<string | undefined>>>
type Valeurs<F extends Filtres> = { readonly [N in keyof F]: F[N] extends Filtre<infer V> ? V : never }

/** Qui regarde, quand, et ce que cette personne peut. */
export type Lecteur = {
  readonly visiteur: Visiteur
  readonly le: Date
  readonly peut: (droit: Droit, objet?: Objet) => boolean
}

export type Colonne<T> = {
  readonly titre: string
  readonly cell?: (ligne: T, ici: Lecteur) => Child
  readonly csv?: (ligne: T, ici: Lecteur) => string | number | null | undefined
  /** L'en-tête de la ligne, pour qui l'écoute. */
  readonly entete?: true
  readonly nombre?: true
}
type Outil = { readonly libelle: string; readonly href: string }

/** Ce que la page montre autour de sa liste, et qui ne s’emporte pas. */
type Autour = {
  /** Une phrase sous le titre de la section. */
  readonly sous?: string
  readonly outils?: readonly (Outil | false)[]
  /** Au-dessus de la section. */
  readonly avant?: Child
  /** Dans la section, sous le tableau. */
  readonly dedans?: Child
  /** Sous la section. */
  readonly apres?: Child
  /** Les choix d’un filtre que la page tire de ce qu’elle a lu, par le nom du filtre. */
  readonly options?: Readonly<Record<string, NonNullable<Filtre<string>['options']>>>
  /** Ce que `sansReponse` montre quand rien n’est cherché : une phrase que la page compose de ce qu’elle a lu. */
  readonly rien?: Child
}

/** Une phrase est un paragraphe ; un encadré reste tel quel. */
const sansReponse = (dit: Child): Child => (typeof dit === 'string' ? <p>{dit}</p> : dit)

export const liste =
  <const F extends Filtres, T>(l: {
    readonly lien: Lien<string>
    /** Sans droit, toute personne entrée dans la coopérative : `lire` dit alors ce que chacune y voit. */
    readonly droit?: Droit
    /** Qui entre ; sans rien dire, qui tient ce droit sur tout. Qui ne le tient que sur « le sien » n’y entre que si `lire` le sait. */
    readonly entre?: (ici: Lecteur, tx: TenantTx) => boolean | Promise<boolean>
    /** La phrase de qui n’entre pas ; sans rien dire, celle du droit. */
    readonly ferme?: string
    readonly titre: string
    readonly lede: string
    /** Le titre de la liste dans la page ; « Liste » sans rien dire. */
    readonly section?: { readonly titre: string; readonly id: string }
    readonly legende: string
    readonly chercher: string
    readonly filtres: F
    /** Une page de lignes, une de plus que `taille` s'il en reste. */
    readonly lire: (
      tx: TenantTx,
      filtre: Valeurs<F>,
      page: PageRequest,
      taille: number,
      ici: Lecteur,
    ) => Promise<T[]>
    /** La clé de tri et l'identifiant : ils disent où reprendre. */
    readonly cle: (ligne: T) => Cursor
    /** Si la clé de tri reçue d'une adresse a sa forme ; l'identifiant est jugé ici. */
    readonly cleSure?: (cle: string) => boolean
    readonly colonnes: readonly Colonne<T>[]
    readonly taille?: number
    /** Au-delà, un export d'un bloc ne tiendrait plus en mémoire : on filtre. */
    readonly tailleExport?: number
    /** `vide` : rien à montrer ; `vierge` : et rien n'est encore connu. */
    readonly outils?: (
      ici: Lecteur,
      valeurs: Valeurs<F>,
      etat: { readonly vide: boolean; readonly vierge: boolean },
    ) => readonly (Outil | false)[]
    readonly autour?: (tx: TenantTx, ici: Lecteur) => Promise<Autour>
    /**
     * Ce que la page montre à la place du tableau, tant que rien n'est cherché ; rien : le tableau. Ses lectures partent avec la porte,
     * d'un seul envoi, et le tableau ne se lit pas.
     */
    readonly accueil?: (tx: TenantTx, ici: Lecteur) => Promise<Child | undefined>
    /** Ce que la page montre au-dessus de la liste, tant que rien n'est cherché. */
    readonly dessus?: (tx: TenantTx, ici: Lecteur) => Promise<Child | undefined>
    /** Si l'identifiant reçu d'une adresse a sa forme ; sans rien dire, un uuid. */
    readonly idSur?: (id: string) => boolean
    /** Si rien n'est encore connu, quand rien ne se montre ; sans rien dire, quand rien n'est cherché. */
    readonly vierge?: (tx: TenantTx) => Promise<boolean>
    /** À la place des filtres et du tableau, quand rien n'est encore connu et que rien n'est cherché ; sans lui, les filtres restent. */
    readonly rien?: (ici: Lecteur) => Child
    /** Ce que la page dit quand rien ne répond aux filtres. */
    readonly sansReponse: (valeurs: Valeurs<F>, autour: Autour) => Child
  }) =>
  ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
    new Hono<Env>().get(l.lien.modele, l.droit ? exigerDroit(l.droit) : exigerConnexion(), (c) => {
      const le = clock.now()
      const iciDe = (visiteur: Visiteur): Lecteur => ({
        visiteur,
        le,
        peut: (droit, objet) => peutVisiteur(visiteur, droit, objet),
      })
      const valeurs = Object.fromEntries(
        Object.entries(l.filtres).map(([nom, f]) => [nom, f.lire(c.req.query(nom) ?? '')]),
      ) as Valeurs<F>
      const cherche = Object.values(valeurs).some((v) => v !== undefined && v !== '')
      const lue = readPage((nom) => c.req.query(nom), 2)
      const enTete = !cherche && lue.cle === undefined
      const accueillir = enTete && c.req.query('format') !== 'csv' ? l.accueil : undefined
      let accueilli: Promise<Child | undefined> | undefined
      const travailler = async (tx: TenantTx, visiteur: Visiteur) => {
        if (!visiteur.organisme) return notFound(c)
        const ici = iciDe(visiteur)
        const entre = l.entre ? await l.entre(ici, tx) : !l.droit || ici.peut(l.droit)
        if (!entre) return forbidden(c, l.ferme ?? (l.droit && droits[l.droit].phrase))
        const url = l.lien()
        if (c.req.query('format') === 'csv') {
          const max = l.tailleExport ?? 20_000
          const emporte = l.colonnes.flatMap(({ titre, csv }) => (csv ? [{ titre, csv }] : []))
          const lues = (await l.lire(tx, valeurs, debut, max, ici)).slice(0, max)
          const lignes = lues.map((t) => emporte.map((k) => k.csv(t, ici)))
          return repondreCsv(
            c,
            url.slice(1),
            enCsv(
              emporte.map((k) => k.titre),
              lignes,
            ),
          )
        }
        const taille = l.taille ?? 50
        // Un repère hostile ne doit pas devenir une erreur de la base.
        const [tri, id] = lue.cle ?? []
        const sure =
          typeof tri === 'string' &&
          (l.idSur ?? ((t: string) => uuid.test(t)))(String(id)) &&
          (l.cleSure?.(tri) ?? true)
        const demande = sure ? lue : debut
        const accueil = await (accueilli ?? accueillir?.(tx, ici))
        const page = accueil
          ? undefined
          : cutPage(await l.lire(tx, valeurs, demande, taille, ici), taille, demande, l.cle)
        const vide = page?.lignes.length === 0
        const vierge = vide && l.rien !== undefined && (l.vierge ? await l.vierge(tx) : !cherche)
        const autour = (await l.autour?.(tx, ici)) ?? {}
        const dessus = enTete ? await l.dessus?.(tx, ici) : undefined
        const { titre, id: ancre } = l.section ?? { titre: 'Liste', id: 'liste' }
        return c.html(
          <Page title={l.titre} lede={l.lede}>
            {autour.avant}
            {accueil}
            {dessus}
            <Section
              titre={titre}
              id={ancre}
              {...(autour.sous && { sous: autour.sous })}
              outils={[
                ...(l.outils?.(ici, valeurs, { vide, vierge }) ?? []),
                ...(autour.outils ?? []),
              ].filter((o) => o !== false)}
            >
              {vierge ? (
                l.rien?.(ici)
              ) : (
                <>
                  <Filters label={l.chercher} action={url}>
                    {Object.entries<Filtre<string | undefined>>(l.filtres).map(
                      ([nom, { label, montrer, ...f }]) => {
                        const options = autour.options?.[nom] ?? f.options
                        const valeur = valeurs[nom] ?? ''
                        const value = valeur && montrer ? montrer(valeur) : valeur
                        return (
                          <FilterField name={nom} label={label} value={value} {...(options && { options })} />
                        )
                      },
                    )}
                  </Filters>
                  {!page ? null : vide ? (
                    sansReponse(l.sansReponse(valeurs, autour))
                  ) : (
                    <Table
                      legende={l.legende}
                      lignes={page.lignes}
                      colonnes={l.colonnes.flatMap(({ titre, cell, entete, nombre }) =>
                        cell
                          ? [
                              {
                                titre,
                                cell: (t: T) => cell(t, ici),
                                ...(entete && { entete }),
                                ...(nombre && { nombre }),
                              },
                            ]
                          : [],
                      )}
                    />
                  )}
                  <Pagination
                    url={withQuery(url, valeurs)}
                    avant={page?.avant}
                    apres={page?.apres}
                    exports={[{ libelle: 'CSV', href: withQuery(url, { ...valeurs, format: 'csv' }) }]}
                  />
                </>
              )}
              {autour.dedans}
            </Section>
            {autour.apres}
          </Page>,
        )
      }
      if (!accueillir) return pourVisiteur(c, db, travailler)
      const devancer = (tx: TenantTx, visiteur: Visiteur) => {
        accueilli = accueillir(tx, iciDe(visiteur))
        return [accueilli]
      }
      return pourVisiteur(c, db, travailler, devancer, true)
    })
